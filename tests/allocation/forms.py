"""Published forms for the tests, made the way the court makes them."""

from typing import Any

from allocation.drawing import Candidate, LogState, Matter, Rule, record, result
from journal.canonical import canonical
from tests.allocation.signers import signer

RULE = Rule("2026-1", "ab" * 32, 400, 3)
MATTER = Matter(
    court="yasamal",
    pool="yasamal/civil",
    case="e-2(5-155)-4409/2026",
    kind="civil",
    category="debt.loan",
    weight=100,
    registration="cd" * 32,
)
LOG = LogState(41, "ef" * 32)
AT = "2026-11-22T09:14:05Z"


def keys() -> dict[str, str]:
    return {"court": signer("court").key.hash, "witness": signer("witness").key.hash}


def key_json() -> dict[str, Any]:
    return {"court": signer("court").form, "witness": signer("witness").form}


def prove(pre: dict[str, Any]) -> dict[str, Any]:
    """What is published once both have signed the record."""
    text = canonical(pre)
    court, witness = signer("court").sign(text), signer("witness").sign(text)
    drawn = result(pre, court, witness)
    post = {"court_proof": court.hex(), "witness_proof": witness.hex(), **drawn._asdict()}
    return {"pre": pre, "post": post}


def published(roster: list[Candidate], matter: Matter = MATTER) -> dict[str, Any]:
    return prove(record(matter, roster, RULE, log=LOG, keys=keys(), at=AT))
