"""Moving the clock of the demonstration: forward only, on record, and never where real cases are heard."""

import datetime as dt

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from core import clock
from core.errors import Refused
from core.models import ClockOffset
from desk import events
from journal.actions import record
from journal.actors import Acting
from journal.partitions import make_partitions

MOST_DAYS = 400


@transaction.atomic
def advance_clock(days: int, *, by: Acting) -> dt.date:
    """Move the court so many days into the future and give the day it is then; Refused outside the demonstration.

    What the days that passed bring (terms that end, claims accepted by silence) is done right after by the plot.
    """
    if not settings.DEMO:
        raise Refused(_("The clock is moved in the demonstration only."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("The clock is moved forward by 1 to %(most)s days at once.") % {"most": MOST_DAYS})
    step = ClockOffset.objects.create(days=days, moved_at=clock.now(), moved_by=by.actor_name)
    clock.forget()
    _make_months()
    today = clock.today()
    record(events.CLOCK_MOVED, on=step, by=by, days=days, today=today.isoformat())
    transaction.on_commit(clock.forget)
    return today


def _make_months() -> None:
    """The tables of the months to which the clock moved, before the first row is written in them."""
    try:
        make_partitions()
    except OperationalError as error:
        clock.forget()
        raise Refused(_("The tables of the new months could not be made while others write. Try again.")) from error
