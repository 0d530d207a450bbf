"""The calendar of the courts as the reference books hold it, read once and kept until a day of it changes."""

import datetime as dt
from functools import lru_cache

from django.db.models import Max, Min, Q

from core.prepared import Statement
from core.working_days import Calendar
from reference.models import CalendarDay


def calendar() -> Calendar:
    """The calendar in force; one small query tells whether the kept one still holds."""
    return _read(_version())


_VERSION = Statement(
    "SELECT (SELECT max(history_id) FROM reference_historicalcalendarday), count(*), max(id),"
    " count(*) FILTER (WHERE NOT is_verified) FROM reference_calendarday",
    values=0,
)


def _version() -> str:
    """A mark that changes with every day added, changed or taken away."""
    ((last_change, count, last, unsure),) = _VERSION.rows()
    return f"{last_change}/{count}/{last}/{unsure}"


@lru_cache(maxsize=2)
def _read(version: str) -> Calendar:
    working: set[dt.date] = set()
    free: set[dt.date] = set()
    for date, is_working in CalendarDay.objects.values_list("date", "is_working"):
        (working if is_working else free).add(date)
    return Calendar(frozenset(free), frozenset(working), _known_until())


def _known_until() -> dt.date:
    """The end of the last year whose days are all announced; without any, the calendar is never certain (ƏM 96.3)."""
    known = CalendarDay.objects.aggregate(
        unsure=Min("date", filter=Q(is_verified=False)), last=Max("date", filter=Q(is_verified=True))
    )
    if known["last"] is None:
        return dt.date.min
    years = [known["last"].year, *([known["unsure"].year - 1] if known["unsure"] else [])]
    return dt.date(min(years), 12, 31) if min(years) >= 1 else dt.date.min
