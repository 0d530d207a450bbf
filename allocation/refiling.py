"""The same claim filed again, or beside one that is pending, goes to the judge who had it: pure rules over facts.

Who could choose a new judge by taking a claim back and filing it again would file until the judge fits.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CLAIMANT, RESPONDENT = "claimant", "respondent"
MONTHS = 12
# How an earlier case ended without a decision on the claim; a cancelled registration is no second draw either.
ENDED_SO = {"returned", "cancelled", "ended", "unexamined"}
PENDING = {"registered", "accepted", "hearing"}


@dataclass(frozen=True)
class Sides:
    """The parties of a case by side: claimants and respondents, co-parties included."""

    claimants: frozenset[int]
    respondents: frozenset[int]

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, str]]) -> "Sides":
        """From pairs of party and side; third parties and representatives do not count."""
        rows = list(pairs)
        return cls(
            frozenset(party for party, side in rows if side == CLAIMANT),
            frozenset(party for party, side in rows if side == RESPONDENT),
        )

    def meets(self, other: "Sides") -> bool:
        """Whether a party of each side stands on the same side in the other case; without respondents the applicant."""
        opponents = self.respondents & other.respondents or not (self.respondents or other.respondents)
        return bool(self.claimants & other.claimants and opponents)

    @property
    def turned(self) -> "Sides":
        """The same people with the sides changed, as in a claim against the claimant."""
        return Sides(self.respondents, self.claimants)


@dataclass(frozen=True)
class Earlier:
    """An earlier case of the same court and subject: how it stands, since when it is over, its judges."""

    case: int
    number: str
    sides: Sides
    standing: str
    ended_on: dt.date | None
    judges: tuple[str, ...]


def year_before(day: dt.date) -> dt.date:
    """The day twelve months before."""
    last_of_february = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28) if last_of_february else day.replace(year=day.year - 1)


def refiled(sides: Sides, filed_on: dt.date, earlier: Sequence[Earlier]) -> Earlier | None:
    """The first case, within twelve months of its end, that this claim repeats; `earlier` begins with the oldest."""
    since = year_before(filed_on)
    for one in earlier:
        is_over = one.standing in ENDED_SO and one.ended_on is not None and one.ended_on >= since
        if is_over and one.judges and sides.meets(one.sides):
            return one
    return None


def related(sides: Sides, earlier: Sequence[Earlier]) -> Earlier | None:
    """The pending case between the same parties on the same subject, whichever of them sues."""
    for one in earlier:
        meets = sides.meets(one.sides) or (sides.respondents and sides.turned.meets(one.sides))
        if one.standing in PENDING and one.judges and meets:
            return one
    return None
