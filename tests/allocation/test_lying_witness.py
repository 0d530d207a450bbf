"""The witness answers, and its signature does not hold under the key that stands in the log."""

from collections.abc import Callable
from pathlib import Path

import pytest

from allocation.actions import draw_case
from allocation.models import Draw, State
from allocation.opening import open_at_need
from allocation.verifying import ledger_faults
from cases.models import Case
from core.errors import Gone
from tests.witness import WitnessProcess

begin = open_at_need


def test_a_signature_of_the_witness_that_does_not_hold_seats_nobody(
    new_case: Callable[..., Case], remembering: WitnessProcess, witness_memory: Path
) -> None:
    case = new_case()
    remembering.become(witness_memory, lies=True)
    with pytest.raises(Gone):
        draw_case(case)
    left = Draw.objects.get(dossier=case.pk)
    assert (left.state, left.witness_proof, left.judges) == (State.RECORDED, None, [])
    case.refresh_from_db()
    assert case.judge is None
    remembering.become(witness_memory)
    done = draw_case(case)
    assert (done.pk, done.record, done.state) == (left.pk, left.record, State.DONE)
    assert list(ledger_faults()) == []
