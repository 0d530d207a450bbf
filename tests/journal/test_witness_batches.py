"""The witness and records of many cases: signed once, under a head that it knows, and each case in them counted."""

from typing import Any

import pytest

from journal import heads, keys
from journal.witness.client import WitnessRefused
from tests.journal.test_witness import DRAWS, drawn, entered, under

pytestmark = pytest.mark.django_db


def case(number: int, **others: Any) -> dict[str, Any]:
    fixed = {"case": f"{number}/2026", "kind": "civil", "category": "debt.loan", "weight": 100, "seats": 1, "out": []}
    return fixed | {"registration": "ab" * 32, "attempt": 2, "previous": "cd" * 10} | others


def batch(witness: Any, **others: Any) -> dict[str, Any]:
    """The record of three cases of a judge who left."""
    named = {"court": keys.entered("yasamal").hash, "witness": witness.client.public.hash}
    begun = {"format": "courtcms-batch/1", "at": "2026-11-22T09:14:05Z", "court": "yasamal", "pool": "yasamal/mulki"}
    told = {"reason": "left", "judge": "j03", "by": ["p12", "p31"], "rule": {}, "keys": named, "log": {}, "roster": []}
    return begun | told | {"cases": [case(1), case(2), case(3)]} | others


def sign(witness: Any, record: dict[str, Any]) -> Any:
    text, index = entered(record)
    return witness.client.sign_batch(text, **under(heads.covering(DRAWS, index), index))


def test_a_batch_is_signed_once_and_every_case_in_it_is_counted(witness: Any) -> None:
    text, index = entered(batch(witness))
    where = under(heads.covering(DRAWS, index), index)
    signature = witness.client.sign_batch(text, **where)
    assert witness.client.public.holds(text, signature.value)
    assert witness.client.sign_batch(text, **where) == signature
    assert witness.client.counts()["draws"] == {"yasamal": 3}
    witness.kill()
    witness.start()
    assert witness.client.sign_batch(text, **where) == signature
    assert witness.client.counts()["draws"] == {"yasamal": 3}


def test_no_case_of_a_batch_is_signed_a_second_time(witness: Any) -> None:
    sign(witness, batch(witness))
    with pytest.raises(WitnessRefused, match="another record of 3/2026, attempt 2, was signed"):
        sign(witness, batch(witness, cases=[case(3), case(4)]))
    text, index = entered(drawn(witness, 1, attempt=2))
    with pytest.raises(WitnessRefused, match="another record of this court, case and attempt"):
        witness.client.sign_draw(text, **under(heads.covering(DRAWS, index), index))
    text, index = entered(drawn(witness, 1, attempt=3))
    assert witness.client.sign_draw(text, **under(heads.covering(DRAWS, index), index)).value
    assert witness.client.counts()["draws"] == {"yasamal": 4}


def test_a_case_that_was_drawn_by_itself_stands_in_no_batch_of_that_attempt(witness: Any) -> None:
    text, index = entered(drawn(witness, 2, attempt=2))
    witness.client.sign_draw(text, **under(heads.covering(DRAWS, index), index))
    with pytest.raises(WitnessRefused, match="another record of 2/2026"):
        sign(witness, batch(witness))
    assert witness.client.counts()["draws"] == {"yasamal": 1}


def test_a_batch_is_not_signed_before_its_head(witness: Any) -> None:
    text, index = entered(batch(witness))
    head = heads.own_head(DRAWS)
    with pytest.raises(WitnessRefused, match="no head of draws/yasamal"):
        witness.client.sign_batch(text, **under(head, index))
    heads.cosign(head)
    other = entered(batch(witness, pool="yasamal/other"))[0]
    with pytest.raises(WitnessRefused, match="the record is not in draws/yasamal"):
        witness.client.sign_batch(other, **under(head, index))
    assert witness.client.counts()["draws"] == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "courtcms-draw/1"},
        {"keys": {"court": "", "witness": "another"}},
        {"by": ["p12", "p12"]},
        {"by": ["p12"]},
        {"judge": ""},
        {"more": 1},
        {"cases": []},
        {"cases": {}},
        {"cases": [case(2), case(1)]},
        {"cases": [case(1), case(1)]},
        {"cases": [case(1, attempt=0)]},
        {"cases": [case(1, weight="100")]},
        {"cases": [case(1, seats=True)]},
        {"cases": [case(1, case="")]},
        {"cases": [case(1, note="x")]},
        {"cases": [1]},
    ],
)
def test_a_malformed_batch_is_not_signed(witness: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(WitnessRefused):
        sign(witness, batch(witness, **wrong))
    assert witness.client.counts()["draws"] == {}
