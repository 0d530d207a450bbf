"""How facts are written for people: case numbers, sums, days and what is left of a term."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core import clock

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
# Fewer days than this and a term is "soon"; bindings may say another number.
SOON = 3
_NUMBER = re.compile(r"^(?P<before>.+[-\N{EN DASH}])(?P<sequence>\d+)(?P<after>/\d{2,4}.*)$")


def case_number(number: object) -> SafeString:
    """The number with its sequence part heavy: in the corridor a case is called “4409”."""
    parts = _NUMBER.match(str(number or ""))
    if not parts:
        return format_html('<span class="no"><b>{}</b></span>', number or "")
    return format_html('<span class="no">{}<b>{}</b>{}</span>', parts["before"], parts["sequence"], parts["after"])


def sequence(number: object) -> str:
    """The part by which a case is called aloud: 4409."""
    parts = _NUMBER.match(str(number or ""))
    return parts["sequence"] if parts else str(number or "")


def number(value: Decimal | float | None, places: int = 0, sign: str = "") -> str:
    """A number as the court writes it: 1 250,5; with `sign="+"` a gain carries its sign too; nothing for none."""
    if value is None:
        return ""
    rounded: Any = round(value, places)
    grouped = f"{rounded + 0:{sign},.{places}f}".replace(",", NBSP).replace(".", ",")
    return grouped.replace("-", MINUS)


def amount(value: Decimal | float | str | None) -> str:
    """A sum without its currency: 1 250,00; nothing for no sum."""
    if value is None or value == "":
        return ""
    return number(Decimal(str(value)).quantize(Decimal("0.01")), 2)


def money(value: Decimal | float | str | None) -> str:
    """A sum as it stands in documents: 1 250,00 AZN."""
    return f"{amount(value)}{NBSP}AZN" if amount(value) else ""


def account(iban: str) -> str:
    """A bank account in groups of four, as banks print it."""
    return NBSP.join(iban[start : start + 4] for start in range(0, len(iban), 4))


def day(value: dt.date | dt.datetime | None) -> str:
    """The day as the court writes it: 22.11.2026; a moment gives its day in Baku."""
    if isinstance(value, dt.datetime):
        value = clock.local(value)
    return f"{value:%d.%m.%Y}" if value else ""


def weekday(value: dt.date) -> str:
    """The day's name as it stands within a line: small, but for English, which writes it large everywhere."""
    return in_line(str(WEEKDAYS[value.weekday()]))


def in_line(name: str) -> str:
    """A weekday's name as the language of the page writes it within a line."""
    return name if get_language() == "en" else name.lower()


def hour(value: dt.datetime | dt.time | None) -> str:
    """The wall clock in Baku: 10:30."""
    if isinstance(value, dt.datetime):
        value = clock.local(value)
    return f"{value:%H:%M}" if value else ""


def moment(value: dt.datetime | None) -> str:
    """Day and wall clock: 22.11.2026, 10:30."""
    return f"{day(value)}, {hour(value)}" if value else ""


def span(start: dt.datetime, end: dt.datetime) -> str:
    """From one moment to another; within a day its date is said once: 22.11.2026, 10:30–12:00."""
    same = day(start) == day(end)
    return f"{moment(start)}–{hour(end)}" if same else f"{moment(start)} – {moment(end)}"


def left(due: dt.date, today: dt.date) -> str:
    """What is left of a term in words."""
    days = (due - today).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return _("today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def tone(due: dt.date, today: dt.date, soon: int = SOON) -> str:
    """`late`, `soon` or nothing: the class that gives the words their colour."""
    days = (due - today).days
    return "late" if days < 0 else "soon" if days <= soon else ""
