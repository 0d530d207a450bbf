from django.utils.translation import gettext_lazy as _

from journal.registry import Event

# Data of all three: delivery, recipient_key, channel, purpose, document (id or None).
SENT = Event("notifications.sent", _("Notice sent"), icon="send")
DELIVERED = Event("notifications.delivered", _("Notice delivered"), icon="mail-check")
FAILED = Event("notifications.failed", _("Notice not delivered"), icon="mail-x")
