from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("documents.view", "page", _("See the documents of a dossier")),
    Right("documents.download", "button", _("Open and download documents")),
    Right("documents.administer", "operation", _("Keep the templates of papers")),
]
