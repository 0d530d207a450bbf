from django.utils.translation import gettext_lazy as _

from journal.registry import Event

CLOCK_MOVED = Event("core.clock_moved", _("The clock of the demonstration was moved"), icon="calendar-clock")
