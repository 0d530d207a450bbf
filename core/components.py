"""The values that components show: plain rows that a view fills and a template of `components/` draws."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

from django.utils.translation import gettext as _

from core import clock, shown

Tone = Literal["", "good", "soon", "late"]
# Signs that a figure may have beside others: a court's hundred thousand with its qəpik has ten.
LONG = 9


@dataclass(frozen=True)
class Step:
    """One stage on the road of a case."""

    label: Any
    state: Literal["past", "now", "ahead"] = "ahead"
    note: Any = ""


@dataclass(frozen=True)
class Fact:
    """One thing that the head of a page says: label, value, and below it what explains it."""

    label: Any
    value: Any
    note: Any = ""
    tone: Tone = ""
    url: str = ""


@dataclass(frozen=True)
class Act:
    """A step at the person's hand; with reasons it is barred and says why."""

    label: Any
    url: str = ""
    icon: str = "arrow-right"
    reasons: Sequence[Any] = ()
    is_post: bool = False


@dataclass(frozen=True)
class Tab:
    """One part of a page that has many."""

    label: Any
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True)
class Queue:
    """Work that waits, counted."""

    label: Any
    count: int
    url: str
    note: Any = ""
    tone: Tone = ""
    is_current: bool = False


@dataclass(frozen=True)
class TermBar:
    """A term as a ruler: what has passed, what is left, the day and the article."""

    title: Any
    due_on: dt.date
    started_on: dt.date | None = None
    note: Any = ""
    soon: int = shown.SOON
    is_met: bool = False
    today: dt.date = field(default_factory=clock.today)

    @property
    def total(self) -> int:
        """Days of the whole term; none when its beginning is unknown or it is met."""
        return max((self.due_on - self.started_on).days, 1) if self.started_on and not self.is_met else 0

    @property
    def passed(self) -> int:
        """Days behind us, never more than the term has."""
        return min(max((self.today - self.started_on).days, 0), self.total) if self.started_on else 0

    @property
    def words(self) -> str:
        """What is left, or that it was met."""
        return _("in time") if self.is_met else shown.left(self.due_on, self.today)

    @property
    def tone(self) -> str:
        """The colour's meaning."""
        return "good" if self.is_met else shown.tone(self.due_on, self.today, self.soon)


@dataclass(frozen=True)
class Paper:
    """A file with what is known of its signature."""

    name: Any
    url: str = ""
    note: Any = ""
    signature: Any = ""
    tone: Tone = "good"


@dataclass(frozen=True)
class Said:
    """One entry of the journal as it is read."""

    at: dt.datetime
    text: Any
    actor: str = ""
    icon: str = "dot"
    leaf: int | None = None
    leaf_url: str = ""
    papers: Sequence[Paper] = ()


@dataclass(frozen=True)
class Day:
    """A day of the journal."""

    date: dt.date
    words: str
    entries: list[Said]


def by_day(entries: Iterable[Said], today: dt.date | None = None) -> list[Day]:
    """Entries, newest first, under the day on which they fell in Baku."""
    today = today or clock.today()
    found = groupby(entries, key=lambda entry: clock.local(entry.at).date())
    return [Day(date, day_words(date, today), list(said)) for date, said in found]


def day_words(date: dt.date, today: dt.date) -> str:
    """Today, yesterday, or the day of the week."""
    if date == today:
        return _("today")
    if date == today - dt.timedelta(days=1):
        return _("yesterday")
    return shown.weekday(date)


@dataclass(frozen=True)
class Present:
    """Somebody who is in the case now."""

    name: str
    note: Any = ""

    @property
    def initials(self) -> str:
        """First letters of the first two names."""
        return "".join(part[0] for part in self.name.split()[:2])


@dataclass(frozen=True)
class SumLine:
    """One line of a reckoning in manat."""

    label: Any
    amount: Decimal
    note: Any = ""


@dataclass(frozen=True)
class Result:
    """What became of one row of a long job."""

    words: Any
    is_good: bool = False
    count: int | None = None
    url: str = ""
    act: Any = ""


@dataclass(frozen=True)
class Figure:
    """A number that stands for the court; its link opens the cases behind it."""

    label: Any
    value: Any
    unit: Any = ""
    note: Any = ""
    tone: Tone = ""
    url: str = ""

    @property
    def is_long(self) -> bool:
        """A sum of many digits, which needs more room than a count."""
        return len(str(self.value)) > LONG


@dataclass(frozen=True)
class Tick:
    """One check and how it went."""

    words: Any
    tone: Tone = ""
