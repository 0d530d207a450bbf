"""How much yearly leave is due and how its days are counted: Labour Code (ƏM) 113–117, 131; no database, no clock.

The text of the Labour Code was read (August 2025). The law on courts and judges and the one on state service, which may
give judges and officials more, were not at hand: what is reckoned for a judge is shown as unverified.
"""

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.working_days import add_months, add_years

LEAST, RESPONSIBLE = 21, 30  # ƏM 114.2; 114.3 b: officials in responsible posts, heads and specialists
# ƏM 116.1: full years in service from which so many days are added.
LONG_SERVICE = ((15, 6), (10, 4), (5, 2))
FIRST_MONTHS = 6  # ƏM 131.1
DAY = dt.timedelta(days=1)


class Children(models.TextChoices):
    NONE = "none", _("no additional days")
    TWO = "two", _("two children under 14")
    MORE = "more", _("three or more under 14, or one with a disability under 18")


# ƏM 117.1–117.2: mothers, fathers who bring children up alone, and who adopted.
FOR_CHILDREN = {Children.NONE: 0, Children.TWO: 2, Children.MORE: 5}


@dataclass(frozen=True)
class Part:
    """So many days of the yearly leave, the article that gives them, and whether its text was read for this person."""

    words: Any
    days: int
    article: str
    is_verified: bool = True


@dataclass(frozen=True)
class Terms:
    """What the leave of a person hangs on."""

    basic: int
    served_from: dt.date
    children: str = Children.NONE
    extra: int = 0
    extra_ground: str = ""
    is_judge: bool = False


def work_year(served_from: dt.date, day: dt.date) -> tuple[dt.date, dt.date]:
    """The year of work around the day, first and last day: leave is given for it, not for the calendar's (ƏM 113.3)."""
    years = max(day.year - served_from.year, 0)
    if add_years(served_from, years) > day:
        years = max(years - 1, 0)
    return add_years(served_from, years), add_years(served_from, years + 1) - DAY


def full_years(served_from: dt.date, day: dt.date) -> int:
    """Years in service that are full on the day."""
    years = day.year - served_from.year
    return max(years - (add_years(served_from, years) > day), 0)


def for_long_service(years: int) -> int:
    """Days added for so many full years in one institution (ƏM 116.1)."""
    return next((days for least, days in LONG_SERVICE if years >= least), 0)


def entitlement(terms: Terms, first: dt.date) -> list[Part]:
    """The leave due for the year of work that begins on this day, part by part with its article."""
    article = "ƏM 114.3 b" if terms.basic >= RESPONSIBLE else "ƏM 114.2"
    years = full_years(terms.served_from, first)
    parts = [
        Part(_("Basic leave"), terms.basic, article, not terms.is_judge),
        Part(_("For long service"), for_long_service(years), "ƏM 116.1", not terms.is_judge),
        Part(_("For children"), FOR_CHILDREN[Children(terms.children)], "ƏM 117"),
        Part(terms.extra_ground, terms.extra, "ƏM 112–115, 134", is_verified=False),
    ]
    return [part for part in parts if part.days]


def counted(first: dt.date, last: dt.date, holidays: Container[dt.date]) -> int:
    """Calendar days of leave from the first to the last: holidays that are not worked are not counted (ƏM 114.6)."""
    return sum(first + n * DAY not in holidays for n in range((last - first).days + 1))


def due_from(served_from: dt.date) -> dt.date:
    """When the right to leave for the first year of work begins (ƏM 131.1); exceptions: 131.4."""
    return add_months(served_from, FIRST_MONTHS)
