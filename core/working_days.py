"""Arithmetic on the calendar of the courts: which days are worked, and how days, months and years are added."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The days that are not what their weekday says; after `known_until` it is a guess and says so (ƏM 96.3, 105)."""

    non_working: frozenset[dt.date] = field(default_factory=frozenset)
    extra_working: frozenset[dt.date] = field(default_factory=frozenset)
    known_until: dt.date = dt.date.max

    def is_known(self, day: dt.date) -> bool:
        """Whether the yearly calendar with this day was announced."""
        return day <= self.known_until

    def is_working(self, day: dt.date) -> bool:
        """Whether courts work on this day: Monday to Friday but holidays, and weekend days worked in exchange."""
        if day in self.extra_working:
            return True
        return day.weekday() < _SATURDAY and day not in self.non_working

    def roll_forward(self, day: dt.date) -> dt.date:
        """This day if it is worked, else the next that is."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def roll_back(self, day: dt.date) -> dt.date:
        """This day if it is worked, else the last that was."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The count-th worked day after this day, or before it for a count below 0."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        for _turn in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """The worked days from the first to the last, both counted."""
        for offset in range((last - first).days + 1):
            if self.is_working(day := first + dt.timedelta(days=offset)):
                yield day


def add_days(day: dt.date, count: int) -> dt.date:
    """So many calendar days later."""
    return day + dt.timedelta(days=count)


def add_months(day: dt.date, count: int) -> dt.date:
    """The same day of a later month, or the last day of that month where it has no such day (MPM 129.1)."""
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_years(day: dt.date, count: int) -> dt.date:
    """The same day and month of a later year; 28 February where there is no 29th (MPM 129.1)."""
    return add_months(day, 12 * count)
