from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("finance.view", "page", _("See duty and payments")),
    Right("finance.record_payment", "button", _("Record payments")),
    Right("finance.export", "operation", _("Export payments")),
]
