from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("notifications.view", "page", _("See notices and their fate")),
    Right("notifications.address", "field", _("See the addresses to which notices go")),
    Right("notifications.retry", "button", _("Send a notice again")),
    Right("notifications.hand_over", "button", _("Write down that a paper was handed over")),
    Right("notifications.administer", "operation", _("See the states of all notices in the administration")),
]
