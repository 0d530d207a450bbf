from django.utils.translation import gettext_lazy as _

from journal.registry import Event

ISSUED = Event("enforcement.issued", _("Writ of execution prepared"), icon="file-text")
WITHDRAWN = Event("enforcement.writ_withdrawn", _("Writ of execution withdrawn"), icon="file-x")
WRIT_SIGNED = Event("enforcement.writ_signed", _("Writ of execution signed"), icon="badge-check")
FURTHER_SENT = Event("enforcement.further_writ_sent", _("Further writ sent to enforcement"), icon="scale")
RECEIVED = Event("enforcement.received", _("Enforcement office opened a case"), icon="scale")
OPENED = Event("enforcement.opened", _("Enforcement case opened"), icon="file-plus")
ASSIGNED = Event("enforcement.assigned", _("Officer assigned"), icon="user")
DRAFTED = Event("enforcement.drafted", _("Action drafted"), icon="square-pen")
ACTED = Event("enforcement.acted", _("Action confirmed"), icon="badge-check")
PLANNED = Event("enforcement.planned", _("Next step planned"), icon="clock")
FINISHED = Event("enforcement.finished", _("Enforcement ended"), icon="archive")
