from django.utils.translation import gettext_lazy as _

from journal.actors import job
from journal.registry import Event

# Who sends; named where every process reads it, so that timelines call it by its words.
ROBOT = job("notices", _("notices"))
CENTRE = job("sms receipts", _("sms receipts"))

# Data of all: delivery, recipient_key, channel, purpose; `document` is the paper that this channel hands over (None for
# mail and SMS, which only tell of it), `about` the paper in either case; `error` in words when it failed.
SENT = Event("notifications.sent", _("Notice sent"), icon="send")
DELIVERED = Event("notifications.delivered", _("Notice delivered"), icon="mail-check")
FAILED = Event("notifications.failed", _("Notice not delivered"), icon="mail-x")
OPENED = Event("notifications.opened", _("Paper opened in the cabinet"), icon="mail-open")
RETRIED = Event("notifications.retried", _("Notice to be sent again"), icon="refresh-cw")
