"""The draw of many cases by one record: one pair of proofs, one generator, loads that move from case to case.

Pure, as `drawing` is. Loads and weights in hundredths. The form: docs/allocation_log.md.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from allocation.drawing import (
    DEPTHS,
    Candidate,
    LogState,
    Matter,
    NotDrawable,
    Out,
    Rule,
    eligible,
    growth,
    roster_faults,
    roster_of,
    roster_row,
    seats_filled,
)
from allocation.hmac_drbg import HmacDrbg
from journal.canonical import canonical

FORMAT = "courtcms-batch/1"
LEFT = "left"
OF_CASE = ("conflict", "not-specialised")  # these keep a judge from one case; the other codes stand in the roster
_SEED_LABEL = b"courtcms-batch-v1"
_OF_CASE = ("case", "kind", "category", "weight", "registration", "attempt", "previous", "seats")


@dataclass(frozen=True)
class Listed:
    """One case of a batch, and the judges of the roster who may not take it."""

    matter: Matter
    out: dict[str, Out]


class Step(NamedTuple):
    """One case drawn: the roster with the loads of that moment, the judges, the tickets of each seat."""

    matter: Matter
    roster: list[Candidate]
    judges: list[str]
    tickets: list[dict[str, int]]


def without(roster: Sequence[Candidate], out: dict[str, Out]) -> list[Candidate]:
    """The roster as one case sees it."""
    return [one._replace(out=one.out or out.get(one.judge)) for one in roster]


def faults(listed: Sequence[Listed], roster: Sequence[Candidate], rule: Rule) -> Iterator[str]:
    """Reasons why these cases may not stand in one record; none if they may."""
    yield from roster_faults(roster)
    if any(one.out and one.out.code in OF_CASE for one in roster):
        yield "what keeps a judge from one case stands with the case"
    names = [one.matter.case for one in listed]
    if not names or names != sorted(set(names)):
        yield "the cases are not in ascending order without duplicates"
    if len({(one.matter.court, one.matter.pool) for one in listed}) > 1:
        yield "a record has one pool of one court"
    if rule.band <= 0 or rule.depth not in DEPTHS:
        yield "the rule has no band or no depth"
    for one in listed:
        yield from _case_faults(one, roster)


def _case_faults(listed: Listed, roster: Sequence[Candidate]) -> Iterator[str]:
    matter = listed.matter
    able = {one.judge for one in eligible(roster)}
    if not able.issuperset(listed.out) or any(out.code not in OF_CASE for out in listed.out.values()):
        yield f"{matter.case}: who may not take it takes no part anyway, or for no reason of a case"
    if len(able) - len(listed.out) < max(matter.seats, 1):
        yield f"{matter.case}: {len(able) - len(listed.out)} eligible judges for {matter.seats} seats"
    if matter.weight <= 0 or matter.seats <= 0:
        yield f"{matter.case}: weight and seats are above zero"
    if matter.attempt < 1 or (matter.attempt > 1) != bool(matter.previous):
        yield f"{matter.case}: a later attempt names the draw before it, the first names none"


def record(
    listed: Sequence[Listed],
    roster: Sequence[Candidate],
    rule: Rule,
    *,
    judge: str,
    signed: Sequence[str],
    log: LogState,
    keys: dict[str, str],
    at: str,
) -> dict[str, Any]:
    """The record of a batch, fixed before any randomness exists; raises NotDrawable with the reasons.

    `judge`: who left; `signed`: public ids of the postings of the two who want it.
    """
    if wrong := list(faults(listed, roster, rule)):
        raise NotDrawable("; ".join(wrong))
    if len(set(signed)) != 2:
        raise NotDrawable("two people sign a batch")
    matter = listed[0].matter
    return {
        "format": FORMAT,
        "at": at,
        "court": matter.court,
        "pool": matter.pool,
        "reason": LEFT,
        "judge": judge,
        "by": list(signed),
        "rule": {"id": rule.id, "sha256": rule.sha256, "band": rule.band, "depth": rule.depth},
        "keys": keys,
        "log": {"size": log.size, "root": log.root},
        "roster": [roster_row(one) for one in roster],
        "cases": [_case_row(one) for one in listed],
    }


def _case_row(listed: Listed) -> dict[str, Any]:
    out = [{"judge": judge, **listed.out[judge]._asdict()} for judge in sorted(listed.out)]
    return {**{name: getattr(listed.matter, name) for name in _OF_CASE}, "out": out}


def number_in(batch: str, case: str) -> str:
    """The number of one case's draw in a batch, which recusals, corrections and later attempts name."""
    return hashlib.sha256(canonical({"batch": batch, "case": case})).hexdigest()[:20]


def seed(text: bytes, court_proof: bytes, witness_proof: bytes) -> bytes:
    """The 32 bytes of the generator of a batch, with a label of its own."""
    parts = (hashlib.sha256(part).digest() for part in (text, court_proof, witness_proof))
    return hashlib.sha256(_SEED_LABEL + b"".join(parts)).digest()


def result(pre: dict[str, Any], court_proof: bytes, witness_proof: bytes) -> list[Step]:
    """What follows for every case from a record and its two proofs: always the same."""
    return list(walk(pre, seed(canonical(pre), court_proof, witness_proof)))


def walk(pre: dict[str, Any], start: bytes) -> Iterator[Step]:
    """Draw the cases in their order; one eligible judge is no choice, for which the generator gives no word."""
    generator, rule, roster = HmacDrbg(start), Rule(**pre["rule"]), roster_of(pre)
    for row in pre["cases"]:
        matter = Matter(pre["court"], pre["pool"], **{name: row[name] for name in _OF_CASE})
        seen = without(roster, {out["judge"]: Out(out["code"], out["entry"]) for out in row["out"]})
        able = eligible(seen)
        judges, tickets = [one.judge for one in able], list[dict[str, int]]()
        if len(able) > 1:
            judges, tickets = seats_filled(able, rule, matter.seats, generator)
        yield Step(matter, seen, judges, tickets)
        roster = [_risen(one, matter.weight) if one.judge in judges else one for one in roster]


def _risen(one: Candidate, weight: int) -> Candidate:
    return one._replace(load=one.load + growth(weight, one.share))
