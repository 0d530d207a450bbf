"""A process that is killed between record, proofs and result loses nothing and changes nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as config

from allocation import alarms
from allocation.actions import complete, draw_case, prove
from allocation.models import CourtLog, Draw, Place, State
from allocation.opening import open_at_need
from allocation.tasks import sweep
from allocation.verifying import draw_fault, ledger_faults
from cases.models import Case
from core import clock
from journal.models import Log
from journal.witness.client import Witness
from reference.models import Body
from staff.models import Judge
from tests.allocation.dying import draw, killed

NewCase = Callable[..., Case]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
RECORDED = ["after the record", "after the proofs", "before the result is committed"]


@pytest.fixture(autouse=True)
def _nothing_is_drawn_by_itself(_own_logs: None, settings: Any) -> None:
    settings.PLOT = "tests.allocation.plot_without_draws"


def draw_and_die(case: Case, point: str) -> None:
    """Draw the case in another process, which is killed there."""
    open_at_need(case.court)
    killed(draw, case.pk, point)


@pytest.mark.requirement("EM-6.1.13")
@pytest.mark.parametrize("point", RECORDED)
def test_a_draw_killed_after_its_record_ends_with_the_same_judge(
    point: str, new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    case = new_case()
    draw_and_die(case, point)
    left = Draw.objects.get(dossier=case.pk)
    assert left.state == State.RECORDED
    meant = prove(Draw.objects.get(pk=left.pk))
    signed = Witness(config.WITNESS_URL).counts()["draws"][court.short_code]
    done = draw_case(case)
    assert (done.pk, done.record) == (left.pk, left.record)
    assert bytes(done.witness_proof) == bytes(meant.witness_proof)
    assert complete(meant).judges == done.judges
    assert draw_fault(done) == ""
    assert signed == Witness(config.WITNESS_URL).counts()["draws"][court.short_code] == 1
    assert sum(place.load > 0 for place in Place.objects.filter(log__court=court)) == 1
    assert list(ledger_faults()) == []


def test_a_record_that_was_not_committed_leaves_no_trace(new_case: NewCase, judges: list[Judge], court: Body) -> None:
    case = new_case()
    draw_and_die(case, "before the record is committed")
    size = Log.objects.get(pk=CourtLog.objects.get(court=court).name).size
    assert not Draw.objects.exists()
    assert draw_case(case).index == size
    assert list(ledger_faults()) == []


def test_a_record_left_for_ten_minutes_alarms_until_the_sweep_can_finish_it(
    new_case: NewCase, judges: list[Judge], settings: Any
) -> None:
    case = new_case()
    draw_and_die(case, "after the record")
    assert list(alarms.late()) == []
    ago = clock.now() - dt.timedelta(minutes=11)
    Draw.objects.update(at=ago)
    Case.objects.update(registered_at=ago)
    (alarm,) = alarms.late()
    assert (alarm.code, alarm.since) == ("draw without result", ago)
    assert Draw.objects.get().public_id in alarm.text
    url, settings.WITNESS_URL = settings.WITNESS_URL, "http://127.0.0.1:9"
    sweep()
    assert list(alarms.late()) == [alarm]
    settings.WITNESS_URL = url
    sweep()
    assert list(alarms.late()) == []
    assert Draw.objects.get().state == State.DONE
