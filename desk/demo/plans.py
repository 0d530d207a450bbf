"""Which cases are invented: court, day, kind and number of each, in the order of their registration."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cases import numbering
from core import clock
from desk.demo.world import Court, Kind, Subject, World

YEARS_BACK = 1500  # days
WIDE = 20_000  # so many cases go beyond the three courts of the demo
# Shares of the three courts of the demo; in a wide load the rest is spread over all others.
NARROW_SHARES = (60, 22, 18)
WIDE_SHARES = (6, 4, 4)
TOGETHER = 10  # cases that come with one post are drawn one after the other
ENDED_AFTER = dt.timedelta(days=10)  # when the secrecy of some covert measures ended
BUSY = 2.2  # how much the last months outweigh the first years; 1 is evenly


@dataclass(frozen=True)
class Plan:
    """One case to be made."""

    court: Court
    at: dt.datetime
    kind: Kind
    subject: Subject
    sequence: int
    year: int
    number: str
    is_drawn: bool

    def is_covert_at(self, now: dt.datetime) -> bool:
        """Whether it is a covert measure whose secrecy lasts; every fifth ended, and all that came with the import."""
        lasts = self.sequence % 5 > 0 or now - self.at < ENDED_AFTER
        return self.is_drawn and self.subject.is_covert and lasts


def shares(courts: list[Court], cases: int) -> dict[int, int]:
    """How many cases each court gets, by the id of its body."""
    if len(courts) <= len(NARROW_SHARES):
        weights = [float(share) for share in NARROW_SHARES[: len(courts)]]
    else:
        rest = len(courts) - len(WIDE_SHARES)
        weights = [*map(float, WIDE_SHARES), *[(100 - sum(WIDE_SHARES)) / rest] * rest]
    ordered = sorted(courts, key=_importance)
    total, found = sum(weights), {}
    for court, weight in zip(ordered, weights, strict=True):
        found[court.body.pk] = int(cases * weight / total)
    found[ordered[0].body.pk] += cases - sum(found.values())
    return found


def _importance(court: Court) -> tuple[bool, int, int]:
    first = court.body.court_type == "rayon" and court.body.is_demo
    return (not court.body.is_demo, 0 if first else 1, court.body.pk)


def plans(world: World, court: Court, cases: int, drawn: int, luck: random.Random) -> Iterator[Plan]:
    """The cases of one court in the order of their registration; the newest ones are drawn."""
    counters: dict[tuple[int, int], int] = defaultdict(int)
    power = BUSY if len(world.courts) <= len(NARROW_SHARES) else 1.2
    moments = sorted(_moment(world, luck, power) for _case in range(cases))
    for turn, at in enumerate(_together(moments, cases - drawn)):
        kind = luck.choices(court.kinds, court.weights)[0]
        year = clock.local(at).year
        counters[kind.counter, year] += 1
        yield _plan(court, at, kind, counters[kind.counter, year], year, turn >= cases - drawn, luck)


def _moment(world: World, luck: random.Random, power: float) -> dt.datetime:
    day = world.today - dt.timedelta(days=int(YEARS_BACK * luck.random() ** power))
    if not world.calendar.is_working(day):
        day = world.calendar.roll_back(day)
    at = clock.at(day, dt.time(9)) + dt.timedelta(seconds=luck.randrange(8 * 3600))
    latest = world.now - dt.timedelta(minutes=20)
    at = at.astimezone(dt.UTC).replace(microsecond=luck.randrange(10**6))
    return at if at < latest else at - dt.timedelta(days=1 + (at - latest).days)


def _together(moments: list[dt.datetime], imported: int) -> list[dt.datetime]:
    """Cases to be drawn come in small heaps: a post of some claims, half a minute between."""
    for first in range(imported, len(moments), TOGETHER):
        for turn in range(1, min(TOGETHER, len(moments) - first)):
            moments[first + turn] = moments[first] + dt.timedelta(seconds=23 * turn)
    return moments[:imported] + sorted(moments[imported:])


def _plan(
    court: Court, at: dt.datetime, kind: Kind, sequence: int, year: int, is_drawn: bool, luck: random.Random
) -> Plan:
    number = numbering.compose(
        prefix=kind.prefix,
        index=court.body.number_index,
        sequence=sequence,
        year=year,
        is_electronic=True,
    )
    subject = luck.choice(kind.subjects)
    # Few secret matters, but some in any load.
    secret = [one for one in kind.subjects if one.is_sealed] if is_drawn else []
    if secret and (sequence % 4 if secret[0].is_covert else sequence % 6 == 1):
        subject = secret[sequence % len(secret)]
    return Plan(court, at, kind, subject, sequence, year, number, is_drawn)
