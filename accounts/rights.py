from django.utils.translation import gettext_lazy as _

from core.fields import guard_fields
from core.rights import Right

RIGHTS = [
    Right("accounts.administer", "page", _("Administer users, roles and postings")),
    Right("accounts.change_user", "button", _("Make and change users")),
    Right("accounts.compose_role", "button", _("Compose roles of rights")),
    Right("accounts.post", "button", _("Post a user to a body, end a posting")),
    Right("accounts.post_anywhere", "operation", _("Post users in every body, make administrators")),
    Right("accounts.grant", "button", _("Let a person into one dossier by way of exception")),
    Right("accounts.end_sessions", "operation", _("End the sessions of another person")),
    Right("accounts.fin", "field", _("See FINs of users")),
    Right("accounts.contacts", "field", _("See e-mails and phones of users")),
]

guard_fields("accounts.fin", "accounts.User", "fin")
guard_fields("accounts.contacts", "accounts.User", "email", "phone")
