"""What the witness looks at in the record of many cases before it signs: its form, whole. Pure."""

import hashlib
from collections.abc import Iterator
from typing import Any

FORMAT = "courtcms-batch/1"
MEMBERS = {"format", "at", "court", "pool", "reason", "judge", "by", "rule", "keys", "log", "roster", "cases"}
OF_CASE = {"case", "kind", "category", "weight", "registration", "attempt", "previous", "seats", "out"}
TEXTS, COUNTS = ("at", "court", "pool", "reason", "judge"), ("weight", "attempt", "seats")


def number(text: str) -> str:
    """The number of a batch: the first 20 hex digits of its record's hash."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def triples(record: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Court, case and attempt of every case in the record."""
    return [(record["court"], case["case"], case["attempt"]) for case in record["cases"]]


def faults(record: dict[str, Any]) -> Iterator[str]:
    """Reasons why the record is malformed; none when it is well-formed."""
    if record.get("format") != FORMAT or record.keys() != MEMBERS:
        yield "its members are others"
        return
    if not all(_is_text(record[name]) for name in TEXTS):
        yield "a text is missing"
    if not _is_two(record["by"]):
        yield "two people must have signed"
    if not isinstance(record["keys"], dict) or not isinstance(record["roster"], list):
        yield "keys or roster are missing"
    yield from _case_faults(record["cases"])


def _case_faults(cases: Any) -> Iterator[str]:
    if not isinstance(cases, list) or not cases:
        yield "it lists no case"
    elif not all(isinstance(case, dict) and case.keys() == OF_CASE and _is_text(case["case"]) for case in cases):
        yield "a case is malformed"
    elif not all(type(case[name]) is int and case[name] > 0 for case in cases for name in COUNTS):
        yield "weight, attempt or seats of a case are not above zero"
    elif (names := [case["case"] for case in cases]) != sorted(set(names)):
        yield "the cases are not in ascending order, or one stands there twice"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_two(signed: Any) -> bool:
    return isinstance(signed, list) and len(signed) == 2 and all(map(_is_text, signed)) and signed[0] != signed[1]
