"""The only source of now. In the demo an offset, a database row that only grows, moves the court into the future."""

import datetime as dt
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import ProgrammingError, models

from core.models import ClockOffset

BAKU = ZoneInfo("Asia/Baku")
MIDNIGHT = dt.time()
DAY = dt.timedelta(days=1)
# The days that a court can mean; a week before or after them the calendar still holds.
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_READ_EVERY = 1.0
_read: tuple[float, dt.timedelta] = (-10.0, dt.timedelta())


def offset() -> dt.timedelta:
    """How far the demo's clock stands ahead; always nothing outside the demo."""
    global _read
    if not settings.DEMO:
        return dt.timedelta()
    if time.monotonic() - _read[0] > _READ_EVERY:
        _read = (time.monotonic(), stored_offset())
    return _read[1]


def stored_offset() -> dt.timedelta:
    """The offset as it stands in the database now."""
    try:
        days = ClockOffset.objects.aggregate(days=models.Sum("days"))["days"] or 0
    except ProgrammingError:
        days = 0  # the checks before the first migration ask the time too
    return dt.timedelta(days=days)


def forget() -> None:
    """Read the offset anew at the next call (after it was moved, and between tests)."""
    global _read
    _read = (-10.0, dt.timedelta())


@contextmanager
def as_of(moment: dt.datetime) -> Iterator[None]:
    """Take this moment for now, in this process alone: for loading the past of the demo, refused elsewhere."""
    global _read
    if not settings.DEMO:
        raise RuntimeError("only the demo has an invented past")
    kept, _read = _read, (math.inf, moment - dt.datetime.now(dt.UTC))
    try:
        yield
    finally:
        _read = kept


def now() -> dt.datetime:
    """This moment in UTC."""
    return dt.datetime.now(dt.UTC) + offset()


def today() -> dt.date:
    """Today's date in Baku: the day of the law."""
    return now().astimezone(BAKU).date()


def local(moment: dt.datetime) -> dt.datetime:
    """The moment as the clock on the wall in Baku shows it."""
    return moment.astimezone(BAKU)


def at(day: dt.date, hour: dt.time) -> dt.datetime:
    """The moment of this wall-clock time in Baku."""
    return dt.datetime.combine(day, hour, tzinfo=BAKU)
