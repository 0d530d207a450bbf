"""The draw of a judge: tickets by load and share, a seed nobody can foresee, seats one after another.

Integers only, no database, no clock. The rule and its published forms: docs/draw.md.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from allocation.hmac_drbg import HmacDrbg
from journal.canonical import canonical

FORMAT = "courtcms-draw/1"
OUT_CODES = ("absent", "conflict", "not-specialised", "quota")
DEPTHS = range(32)  # so that all tickets together stay far below 2^64
_SEED_LABEL = b"courtcms-draw-v1"


class Share(NamedTuple):
    """The part of a full load that a judge carries: a chair's quarter is 1/4, every k-th round is 1/k."""

    num: int = 1
    den: int = 1


class Out(NamedTuple):
    """Why a judge takes no part: a public code and the log entry of the fact, recorded earlier."""

    code: str
    entry: int


class Candidate(NamedTuple):
    """A judge of the pool with the load of this year in hundredths."""

    judge: str
    load: int
    share: Share = Share()
    out: Out | None = None


@dataclass(frozen=True)
class Rule:
    """The rule of allocation in force: the width of a band in hundredths and how many bands still hold tickets."""

    id: str
    sha256: str
    band: int
    depth: int


@dataclass(frozen=True)
class Matter:
    """What registration fixed of a case before its draw; weight in hundredths."""

    court: str
    pool: str
    case: str
    kind: str
    category: str
    weight: int
    registration: str
    seats: int = 1
    attempt: int = 1
    previous: str = ""


@dataclass(frozen=True)
class LogState:
    """The public log as it stood when the record was appended to it."""

    size: int
    root: str


class Drawn(NamedTuple):
    """The judges in the order of their seats, and the tickets of each seat."""

    judges: list[str]
    tickets: list[dict[str, int]]


class NotDrawable(ValueError):
    """The facts do not make a draw; the message says why."""


def tickets(candidates: Iterable[Candidate], rule: Rule) -> dict[str, int]:
    """Tickets of every judge: halved with each band above the lowest load, none beyond the depth of the rule.

    The second in order of load gets enough that a case after which it stays second is no certainty for the first.
    """
    order = sorted(candidates, key=lambda candidate: (candidate.load, candidate.judge))
    lowest = order[0].load
    held = {one.judge: _by_band((one.load - lowest) // rule.band, rule.depth) for one in order}
    if len(order) > 1:
        first, second = order[:2]
        rest = sum(held.values()) - held[second.judge]
        held[second.judge] = max(held[second.judge], _floor_of_second(first.share, second.share, rest))
    return dict(sorted(held.items()))


def _by_band(bands: int, depth: int) -> int:
    return 100 << (depth - bands) if bands <= depth else 0


def _floor_of_second(first: Share, second: Share, rest: int) -> int:
    """ceil(s_c·R / (2·s_a + s_c)) in integers."""
    wanted = second.num * first.den
    return -(-wanted * rest // (2 * first.num * second.den + wanted))


def eligible(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those who take part in the draw."""
    return [candidate for candidate in candidates if candidate.out is None]


def draw(candidates: Sequence[Candidate], rule: Rule, seats: int, seed: bytes) -> Drawn:
    """Fill the seats one after another from one generator: reporter, members, then a reserve judge."""
    return seats_filled(eligible(candidates), rule, seats, HmacDrbg(seed))


def seats_filled(able: Sequence[Candidate], rule: Rule, seats: int, generator: HmacDrbg) -> Drawn:
    """Draw one seat after another among those who are able, by the next words of the generator."""
    left, drawn = list(able), Drawn([], [])
    for _seat in range(seats):
        held = tickets(left, rule)
        winner = _walk(held, generator.below(sum(held.values())))
        drawn.judges.append(winner)
        drawn.tickets.append(held)
        left = [candidate for candidate in left if candidate.judge != winner]
    return drawn


def _walk(held: dict[str, int], point: int) -> str:
    """The judge on whose tickets the point falls, in ascending order of id."""
    for judge in sorted(held):
        if point < held[judge]:
            return judge
        point -= held[judge]
    raise ValueError("the point lies beyond all tickets")


def growth(weight: int, share: Share) -> int:
    """By how much a case of this weight raises the load of a judge with this share, in hundredths."""
    return -(-weight * share.den // share.num)


def seed(record: bytes, court_proof: bytes, witness_proof: bytes) -> bytes:
    """The 32 bytes of the generator, which neither signer can foresee alone."""
    parts = (hashlib.sha256(part).digest() for part in (record, court_proof, witness_proof))
    return hashlib.sha256(_SEED_LABEL + b"".join(parts)).digest()


def draw_id(record: bytes) -> str:
    """The public number of a draw: the first 20 hex digits of its record's hash."""
    return hashlib.sha256(record).hexdigest()[:20]


def lifted(own: int, others: Iterable[int]) -> int:
    """Load on joining or after a long absence: at least the lower median of the others present in the pool."""
    order = sorted(others)
    return max(own, order[(len(order) - 1) // 2]) if order else own


def roster_faults(roster: Sequence[Candidate]) -> Iterator[str]:
    """Reasons why the roster may not stand in a record; none if it may."""
    ids = [one.judge for one in roster]
    if ids != sorted(set(ids)):
        yield "the roster is not in ascending order of id without duplicates"
    if not all(one.judge.isascii() and one.judge for one in roster):
        yield "an id in the roster is empty or not ASCII"
    if any(one.share.num <= 0 or one.share.den <= 0 for one in roster):
        yield "a share in the roster is not above zero"
    if any(one.load < 0 for one in roster):
        yield "a load in the roster is below zero"
    if any(one.out and one.out.code not in OUT_CODES for one in roster):
        yield "a reason for taking no part is not one of " + ", ".join(OUT_CODES)


def faults(matter: Matter, roster: Sequence[Candidate], rule: Rule) -> Iterator[str]:
    """Reasons why no judge may be drawn on these facts; none if one may."""
    yield from roster_faults(roster)
    able = len(eligible(roster))
    if able < max(matter.seats, 1):
        yield f"{able} eligible judges for {matter.seats} seats"
    elif able == 1:
        yield "one eligible judge is no choice, never called a draw"
    if matter.weight <= 0 or matter.seats <= 0 or rule.band <= 0 or rule.depth not in DEPTHS:
        yield f"weight, seats and band are above zero, the depth lies between 0 and {DEPTHS[-1]}"
    if matter.attempt < 1 or (matter.attempt > 1) != bool(matter.previous):
        yield "a later attempt names the draw before it, the first names none"


def matter_form(matter: Matter, roster: Sequence[Candidate], rule: Rule) -> dict[str, Any]:
    """The facts of a case and its pool in their published form: all of a record but log, keys and time."""
    return {
        **{name: getattr(matter, name) for name in ("court", "pool", "case", "kind", "category", "weight")},
        **{name: getattr(matter, name) for name in ("registration", "attempt", "previous", "seats")},
        "rule": {"id": rule.id, "sha256": rule.sha256, "band": rule.band, "depth": rule.depth},
        "roster": [roster_row(candidate) for candidate in roster],
    }


def roster_row(candidate: Candidate) -> dict[str, Any]:
    """A judge as a roster shows him."""
    row: dict[str, Any] = {"judge": candidate.judge, "load": candidate.load, "share": list(candidate.share)}
    return row | {"out": candidate.out._asdict()} if candidate.out else row


def record(
    matter: Matter, roster: Sequence[Candidate], rule: Rule, *, log: LogState, keys: dict[str, str], at: str
) -> dict[str, Any]:
    """The record `pre` of a draw, fixed before any randomness exists; raises NotDrawable with the reasons."""
    if wrong := list(faults(matter, roster, rule)):
        raise NotDrawable("; ".join(wrong))
    log_form = {"size": log.size, "root": log.root}
    return {"format": FORMAT, "at": at, **matter_form(matter, roster, rule), "log": log_form, "keys": keys}


def roster_of(pre: dict[str, Any]) -> list[Candidate]:
    """The candidates as a record lists them."""
    return [
        Candidate(row["judge"], row["load"], Share(*row["share"]), Out(**row["out"]) if "out" in row else None)
        for row in pre["roster"]
    ]


def result(pre: dict[str, Any], court_proof: bytes, witness_proof: bytes) -> Drawn:
    """The judges that follow from a record and its two proofs: always the same."""
    rule = Rule(**pre["rule"])
    return draw(roster_of(pre), rule, pre["seats"], seed(canonical(pre), court_proof, witness_proof))


def chances(candidates: Iterable[Candidate], rule: Rule) -> dict[str, Fraction]:
    """The exact probability of every judge to get the first seat."""
    held = tickets(eligible(candidates), rule)
    total = sum(held.values())
    return {judge: Fraction(count, total) for judge, count in held.items()}


def parsed(text: str) -> dict[str, Any]:
    """A canonical text as the form that it was made of."""
    form: dict[str, Any] = json.loads(text)
    return form
