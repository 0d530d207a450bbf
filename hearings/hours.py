"""When a court may sit: worked days, court hours, not in the past; pure."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.working_days import Calendar

OPENS, CLOSES = dt.time(9), dt.time(18)
LUNCH = (dt.time(13), dt.time(14))
# MPM 138.3: the notice reaches the participants ten days before the hearing.
NOTICE_DAYS = 10


def obstacles(starts: dt.datetime, ends: dt.datetime, *, now: dt.datetime, calendar: Calendar) -> Iterator[str]:
    """Why a sitting from `starts` to `ends` (wall clock of Baku) cannot be; none if it can."""
    if starts <= now:
        yield _("The time has passed already.")
    if not calendar.is_working(starts.date()):
        yield _("The court does not work on %(day)s.") % {"day": f"{starts:%d.%m.%Y}"}
    if starts.time() < OPENS or ends.time() > CLOSES or ends.date() != starts.date():
        yield _("The court sits from 09:00 to 18:00.")
    if starts.time() < LUNCH[1] and ends.time() > LUNCH[0]:
        yield _("From 13:00 to 14:00 the court has its break.")


def is_short_notice(starts: dt.date, today: dt.date) -> bool:
    """Whether fewer than ten days are left to serve the notice (MPM 138.3)."""
    return (starts - today).days < NOTICE_DAYS
