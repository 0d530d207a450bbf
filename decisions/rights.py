from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("decisions.view", "page", _("See acts of the court")),
    Right("decisions.draft", "button", _("Draft acts")),
    Right("decisions.check", "button", _("Check drafts of acts")),
    Right("decisions.pronounce", "button", _("Pronounce acts")),
    Right("decisions.sign", "button", _("Sign acts")),
    Right("decisions.anonymise", "page", _("Anonymise acts")),
    Right("decisions.publish", "operation", _("Publish and withdraw anonymised acts")),
    Right("decisions.masks", "field", _("See what stands behind the labels of an anonymised act")),
]
