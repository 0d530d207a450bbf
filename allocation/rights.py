from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("allocation.view", "page", _("See the draws of the court")),
    Right("allocation.draw", "button", _("Draw a waiting case again at once")),
]
