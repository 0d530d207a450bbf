from django.utils.translation import gettext_lazy as _

from core.fields import guard_fields
from core.rights import Right

RIGHTS = [
    Right("cases.view", "page", _("See cases")),
    Right("cases.register", "page", _("Register cases")),
    Right("cases.accept", "button", _("Accept a case to proceedings")),
    Right("cases.cancel", "button", _("Cancel a registration")),
    Right("cases.correct", "button", _("Correct a case")),
    Right("cases.end_secrecy", "button", _("End the secrecy of a covert measure")),
    Right("cases.file", "button", _("Add papers to a case")),
    Right("cases.note", "button", _("Write notes on a case")),
    Right("cases.tasks", "button", _("Do tasks of the court")),
    Right("cases.claim_price", "field", _("See the claim price")),
    Right("cases.export", "operation", _("Export lists of cases")),
    Right("parties.fin", "field", _("See FINs and identity cards of parties")),
    Right("parties.contacts", "field", _("See addresses, phones and e-mails of parties")),
]

guard_fields("parties.fin", "parties.Party", "fin", "id_card")
guard_fields("parties.contacts", "parties.Party", "registered_address", "actual_address", "phone", "email")
