from django.utils.translation import gettext_lazy as _

from journal.registry import Event

DUTY_RECKONED = Event("finance.duty_reckoned", _("State duty reckoned"), icon="coins")
PAID = Event("finance.paid", _("Payment recorded"), icon="wallet")
SETTLED = Event("finance.settled", _("Invoice paid in full"), icon="coins")
