"""Between the record of a batch and its results: kills, a silent witness, cases that go another way, two workers."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from allocation import alarms, batches, corrections, monthly, redraw, ways
from allocation.actions import alone, draw_case
from allocation.batch_records import record_batch
from allocation.batch_results import complete_batch, finish_batch, prove_batch
from allocation.giving import Batch, BatchCase, Vacancy
from allocation.models import BatchRecord, CourtLog, Draw, Place, State
from allocation.publishing import VERIFIERS
from allocation.receipts import receipt
from allocation.tasks import redraw_batches, sweep
from allocation.verifying import ledger_faults
from cases.actions import seat_judges
from cases.lifecycle import Status
from cases.models import Case
from cases.seats import Taken, take_all
from core import clock
from core.errors import Refused
from reference.models import Body, Category
from staff.models import Judge
from tests.allocation.leaving import NewCase, confirmed, council, drawn_again, head, leaver, three_cases
from tests.allocation.test_public_draws import fetch, next_day, replayed, run

begin = three_cases
__all__ = ["council", "head", "leaver"]

SILENT = "http://127.0.0.1:9"


@pytest.fixture
def listed(leaver: Judge, head: User, council: User) -> Batch:
    """A confirmed batch of three cases on the day after the judge left."""
    batch = confirmed(leaver, head, council)
    next_day()
    batches.list_cases(batch)
    return batch


@pytest.fixture
def recorded(listed: Batch, court: Body) -> BatchRecord:
    """Its record, as a worker leaves it when the witness falls silent."""
    with alone(court):
        made = record_batch(listed, f"{court.short_code}/mulki")
    assert made is not None
    return made


# The stranger


@pytest.mark.requirement("EM-6.1.13")
def test_a_stranger_computes_a_published_batch_again(
    client: Client, recorded: BatchRecord, court: Body, tmp_path: Path
) -> None:
    finish_batch(recorded, is_new=True)
    place = f"/draws/{recorded.public_id}"
    assert client.get(f"{place}/batch.json").status_code == 403
    page = client.get(f"{place}/").content.decode()
    assert not any(draw.public_id in page for draw in drawn_again())
    assert 'batch.json"' not in page
    next_day()
    fetch(client, tmp_path, batch__json=f"{place}/batch.json", key__json=f"{place}/key.json")
    for name in VERIFIERS:
        fetch(client, tmp_path, **{f"{name}__py": f"/draws/{name}.py"})
    answer = run(tmp_path, "verify_batch.py", "batch.json", "key.json")
    assert (answer.returncode, answer.stderr) == (0, "")
    page = client.get(f"{place}/").content.decode()
    for draw in drawn_again():
        assert draw.get_absolute_url() in page
        own = client.get(draw.get_absolute_url()).content.decode()
        assert f"{place}/batch.json" in own
        assert client.get(f"/draws/{draw.public_id}/draw.json").status_code == 403
        assert client.get(f"/draws/{draw.public_id}/key.json").json() == client.get(f"{place}/key.json").json()
    assert client.get("/draws/", {"number": recorded.public_id}).url == f"{place}/"
    assert replayed(client, court, tmp_path, as_outsider=True) == ""
    told = json.loads((tmp_path / "batch.json").read_text())
    told["pre"]["cases"].reverse()
    (tmp_path / "batch.json").write_text(json.dumps(told))
    assert run(tmp_path, "verify_batch.py", "batch.json", "key.json").returncode == 1


def test_the_courts_own_commands_know_batches(
    recorded: BatchRecord, court: Body, capsys: pytest.CaptureFixture[str]
) -> None:
    finish_batch(recorded, is_new=True)
    call_command("verify_draw")
    assert "1 batches hold" in capsys.readouterr().out
    call_command("verify_draw", recorded.public_id, drawn_again()[0].public_id)
    assert "1 draws hold, 1 batches hold" in capsys.readouterr().out
    assert court.short_code not in alarms.compare_counts()
    next_day()
    month = monthly.month_of(CourtLog.objects.get(court=court), clock.local(recorded.at).date().replace(day=1))
    assert (month.in_batches, month.recomputed) == (drawn_again().filter(way="batch").count(), month.random)
    first = drawn_again()[0]
    Draw.objects.filter(pk=first.pk).update(judges=["j09"])
    assert any(first.public_id in fault for fault in ledger_faults())


def test_what_follows_a_batch_names_its_cases(
    recorded: BatchRecord, judges: list[Judge], clerk: User, head: User
) -> None:
    """Receipt, recusal, correction and the next attempt of a case that came by a batch, in tables and log alike."""
    finish_batch(recorded, is_new=True)
    draw, other = drawn_again()[:2]
    case = Case.objects.get(pk=draw.dossier)
    assert receipt(draw, case).startswith(b"%PDF")
    facts = {"mover": "party", "party": "A", "ground": "interested", "text": "x", "filed_on": clock.today()}
    recusal = redraw.file_recusal(case, case.judge, by=clerk, **facts)
    decider = judges[2].user if recusal.judge != judges[2] else head
    if recusal.decider == "chair":
        Judge.objects.filter(user=decider).update(is_chair=True)
    redraw.decide_recusal(recusal, grants=True, text="Təmin edilsin", by=decider)
    draw_case(case)
    newest = Draw.objects.filter(dossier=case.pk).order_by("attempt").last()
    assert newest.attempt == 3
    assert draw.public_id in newest.record
    second = Case.objects.get(pk=other.dossier)
    category = Category.objects.leaves().filter(kind=second.kind).exclude(pk=second.category_id).first()
    asked = corrections.ask_correction(second, category=category, reason="x", seen=second.version, by=clerk)
    corrections.confirm_correction(asked, by=head)
    assert list(ledger_faults()) == []


# Killed, silent, two at once


def test_a_batch_waits_for_the_witness_alarms_and_is_finished_by_the_next_draw_of_the_court(
    listed: Batch, leaver: Judge, new_case: NewCase, settings: Any
) -> None:
    url, settings.WITNESS_URL = settings.WITNESS_URL, SILENT
    redraw_batches()
    (one,) = listed.records.all()
    assert one.state == State.RECORDED
    assert batches.undecided(leaver).count() == 3
    assert list(alarms.late()) == []
    BatchRecord.objects.update(at=clock.now() - dt.timedelta(minutes=11))
    (alarm,) = alarms.late()
    assert one.public_id in alarm.text
    BatchRecord.objects.update(at=one.at)
    settings.WITNESS_URL = url
    draw_case(new_case())
    one.refresh_from_db()
    assert one.state == State.DONE
    assert batches.undecided(leaver).count() == 0
    redraw_batches()
    listed.refresh_from_db()
    assert listed.ended_at is not None
    assert list(ledger_faults()) == []


def test_a_result_is_entered_once_however_often_it_is_asked_for(recorded: BatchRecord) -> None:
    proved = prove_batch(recorded, is_new=True)
    loads = [dict(Place.objects.values_list("pk", "load")) for _ in range(2) if complete_batch(proved)]
    assert loads[0] == loads[1]
    assert drawn_again().count() == 3
    assert BatchRecord.objects.get().state == State.DONE


# Between record and result


def test_a_case_decided_before_the_result_stays_as_it_is_and_breaks_no_other(
    recorded: BatchRecord, leaver: Judge, court: Body
) -> None:
    row = BatchCase.objects.filter(record=recorded)[1]
    Case.objects.filter(pk=row.case_id).update(status=Status.DECIDED)
    finish_batch(recorded, is_new=True)
    row.refresh_from_db()
    assert (row.is_done, row.vacancy, row.case.judge) == (True, None, leaver)
    assert row.note
    assert Vacancy.objects.filter(filled_by__batch=recorded).count() == 2
    kept = Draw.objects.get(dossier=row.case_id, attempt=2)
    assert Place.objects.get(judge__public_id=kept.judges[0], pool=recorded.pool).drawn
    redraw_batches()
    assert Batch.objects.get().ended_at is not None
    assert list(ledger_faults()) == []


def test_a_case_on_record_is_given_by_nobody_else(
    recorded: BatchRecord, judges: list[Judge], clerk: User, head: User
) -> None:
    case = BatchCase.objects.filter(record=recorded)[0].case
    signed = {"reason": "urgent", "text": "Təcili", "by": ("p1", "p2")}
    with pytest.raises(Refused):
        ways.give(case, [judges[1].public_id], **signed)
    finish_batch(recorded, is_new=True)
    case.refresh_from_db()
    assert case.judge.public_id == Draw.objects.get(dossier=case.pk, attempt=2).judges[0]


def test_a_case_that_was_seated_otherwise_all_the_same_breaks_no_other(
    recorded: BatchRecord, judges: list[Judge]
) -> None:
    """Whoever sits there keeps the seat; nobody is seated twice, and the others go on."""
    case = BatchCase.objects.filter(record=recorded)[0].case
    seat_judges(case, [judges[1]], ground={}, by=judges[1].user)
    finish_batch(recorded, is_new=True)
    case.refresh_from_db()
    assert case.judge == judges[1]
    assert BatchCase.objects.filter(record=recorded, is_done=True).count() == 3
    assert Vacancy.objects.filter(filled_by__batch=recorded).count() == 2


def test_a_judge_recused_before_the_result_is_followed_by_the_one_whom_the_batch_draws(
    recorded: BatchRecord, leaver: Judge, judges: list[Judge], clerk: User, settings: Any
) -> None:
    case = BatchCase.objects.filter(record=recorded)[0].case
    facts = {"mover": "party", "party": "A", "ground": "interested", "text": "x", "filed_on": clock.today()}
    recusal = redraw.file_recusal(case, leaver, by=clerk, **facts)
    redraw.decide_recusal(recusal, grants=True, text="Təmin", by=judges[2].user)
    sweep()
    draws = list(Draw.objects.filter(dossier=case.pk).order_by("attempt"))
    assert (len(draws), draws[1].batch) == (2, recorded)
    assert Vacancy.objects.get(case=case).filled_by == draws[1]
    assert list(ledger_faults()) == []


# Many


def test_three_hundred_cases_are_one_record_in_few_queries_a_case(
    listed: Batch, leaver: Judge, new_case: NewCase, count_queries: Any
) -> None:
    imported = [Taken(new_case(is_imported=True), {1: leaver}, {}) for _ in range(297)]
    take_all(imported, by=leaver.user)
    with count_queries() as counted:
        redraw_batches()
    (one,) = listed.records.all()
    assert (one.state, len(json.loads(one.record)["cases"]), drawn_again().count()) == (State.DONE, 300, 300)
    assert not batches.undecided(leaver).exists()
    assert len(counted) <= 300 * QUERIES_A_CASE + FIXED_QUERIES
    assert list(ledger_faults()) == []


QUERIES_A_CASE, FIXED_QUERIES = 9, 150
