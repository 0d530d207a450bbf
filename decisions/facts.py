"""What is known of a case that must not be published, and what stays in the text though it looks like a name."""

import datetime as dt
from dataclasses import dataclass, field

from core.words import MONTHS


@dataclass(frozen=True)
class Person:
    """One natural person known to the case; `label` is the word of the role: İddiaçı, Cavabdeh, X."""

    key: str
    label: str
    given: str = ""
    surname: str = ""
    patronymic: str = ""
    # Numbers and addresses of the person, as (kind, value).
    values: tuple[tuple[str, str], ...] = ()
    born: dt.date | None = None

    @property
    def father(self) -> str:
        """The father's given name: a patronymic without its last word."""
        words = self.patronymic.split()
        return " ".join(words[:-1]) if len(words) > 1 else self.patronymic

    @property
    def words(self) -> str:
        """The person's name, as the private map keeps it."""
        return " ".join(part for part in (self.given, self.patronymic, self.surname) if part)


@dataclass(frozen=True)
class Facts:
    """All that the masking goes by."""

    people: tuple[Person, ...] = ()
    # Stay: courts, judges, organisations, case numbers.
    kept: tuple[str, ...] = ()
    # Masked because a person said so, and left in the text because a person said so.
    added: tuple[str, ...] = ()
    spared: tuple[str, ...] = field(default=())


def spoken_dates(day: dt.date) -> list[str]:
    """How a date may be written, as patterns: 12.03.1985, 1985-03-12, 12 mart 1985, 1985-ci il martın 12-də."""
    month = MONTHS[day.month - 1]
    return [
        rf"\b0?{day.day}[./-]0?{day.month}[./-]{day.year}\b",
        rf"\b{day.year}-0?{day.month}-0?{day.day}\b",
        rf"\b{day.day}\s+{month}\w*\s+{day.year}\b",
        rf"\b{day.year}(?:-c[iıuü])?\s+il\w*\s+{month}\w*\s+{day.day}(?:-?\w{{1,5}})?\b",
    ]
