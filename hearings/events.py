from django.utils.translation import gettext_lazy as _

from journal.registry import Event

SET = Event("hearings.set", _("Hearing set"), icon="calendar")
MOVED = Event("hearings.moved", _("Hearing adjourned"), icon="arrow-left-right")
CANCELLED = Event("hearings.cancelled", _("Hearing cancelled"), icon="calendar-x")
BEGAN = Event("hearings.began", _("Hearing began"), icon="play")
HELD = Event("hearings.held", _("Hearing ended"), icon="square")
SIGNED_BY_CLERK = Event("hearings.protocol_signed_by_clerk", _("Protocol signed by the clerk"), icon="badge-check")
PROTOCOL_SIGNED = Event("hearings.protocol_signed", _("Protocol signed by the judge"), icon="badge-check")
REMARK_FILED = Event("hearings.remark_filed", _("Remark on the protocol filed"), icon="message-square")
REMARK_DECIDED = Event("hearings.remark_decided", _("Remark on the protocol decided"), icon="gavel")
