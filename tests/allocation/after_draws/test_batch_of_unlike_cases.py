"""A batch in which not all cases are alike: a covert one, one with a reserve judge, one found complex by two."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.test import Client

from accounts.models import Dossier, User
from allocation import batches
from allocation.actions import draw_case, keep_up
from allocation.corrections import ask_correction, confirm_correction
from allocation.giving import Batch, BatchCase
from allocation.models import CourtLog, Draw, Way
from allocation.tasks import redraw_batches
from allocation.verifying import ledger_faults
from cases.models import Case, JudgeSeat
from core import clock
from journal.heads import sign_head
from reference.models import Body
from staff.models import Judge
from tests.allocation.leaving import NewCase, confirmed, council, head, leaver, three_cases
from tests.allocation.test_public_draws import next_day, replayed
from tests.allocation.test_reserve import accepted_criminal, criminal, five, fresh, member, reserved, seat

__all__ = ["council", "criminal", "five", "head", "leaver", "reserved"]


def begin(court: Body) -> None:
    three_cases(court)
    accepted_criminal(court)


COMPLEX = 2


def drawn_of(judge: Judge, new: Callable[[], Case]) -> Case:
    """A case that fell to this judge."""
    while True:
        case = new()
        draw_case(case)
        case.refresh_from_db()
        if case.judge_id == judge.pk:
            return case


def redrawn(judge: Judge, first: User, second: User) -> Batch:
    """The judge's undecided cases, drawn anew on the day after the last one in office."""
    batch = confirmed(judge, first, second)
    next_day()
    redraw_batches()
    batch.refresh_from_db()
    return batch


def test_a_covert_case_is_drawn_by_itself_beside_the_record_of_the_others(
    client: Client, leaver: Judge, head: User, council: User, new_case: NewCase, court: Body, tmp_path: Path
) -> None:
    def covert() -> Case:
        case = new_case(is_sealed=True)
        Dossier.objects.filter(pk=case.pk).update(is_covert=True)
        return Case.objects.select_related("dossier", "court", "kind", "category").get(pk=case.pk)

    Judge.objects.filter(pk=leaver.pk).update(to_on=None)
    secret = drawn_of(leaver, covert)
    Judge.objects.filter(pk=leaver.pk).update(to_on=clock.today())
    keep_up(CourtLog.objects.get(court=court))
    batch = redrawn(leaver, head, council)
    (one,) = batch.records.all()
    own = Draw.objects.get(dossier=secret.pk, attempt=2)
    assert (own.batch, own.way) == (None, Way.RANDOM)
    assert own.case not in one.record
    assert secret.number not in one.record
    assert Draw.objects.filter(batch=one).count() == BatchCase.objects.filter(batch=batch).count() - 1
    secret.refresh_from_db()
    assert secret.judge_id not in (None, leaver.pk)
    assert list(ledger_faults()) == []
    sign_head(own.log.name)
    next_day()
    draw_case(new_case())
    page = client.get(f"/draws/{court.short_code}/log.jsonl")
    assert secret.number not in b"".join(page.streaming_content).decode()
    assert replayed(client, court, tmp_path) == ""


def test_where_a_reserve_judge_waits_nobody_is_drawn_and_the_batch_ends_when_the_reserve_is_seated(
    as_user: Any,
    criminal: Case,
    reserved: JudgeSeat,
    new_case: NewCase,
    new_person: Any,
    council: User,
    appeal_court: Body,
) -> None:
    leaver = member(criminal)
    other = drawn_of(leaver, lambda: new_case(appeal_court))
    Judge.objects.filter(pk=leaver.pk).update(to_on=clock.today())
    keep_up(CourtLog.objects.get(court=appeal_court))
    batch = redrawn(Judge.objects.get(pk=leaver.pk), new_person("chair", appeal_court), council)
    assert Draw.objects.filter(dossier=other.pk, batch__redraw=batch).exists()
    assert Draw.objects.filter(dossier=criminal.pk).count() == 2, "its own and the reserve's"
    row = BatchCase.objects.get(batch=batch, case=criminal)
    assert (batch.ended_at, row.is_done) == (None, False)
    assert row.note
    presiding = as_user(fresh(criminal).judge.user)
    assert seat(presiding, criminal, row.vacancy.seat).status_code == 302
    redraw_batches()
    batch.refresh_from_db()
    assert batch.ended_at is not None
    panel = set(JudgeSeat.objects.filter(case=criminal, to_on=None).values_list("judge", flat=True))
    assert (len(panel), reserved.judge_id in panel, leaver.pk in panel) == (3, True, False)
    assert list(ledger_faults()) == []


def test_a_complex_case_weighs_in_a_batch_what_two_people_found(
    client: Client,
    leaver: Judge,
    head: User,
    council: User,
    clerk: User,
    new_case: NewCase,
    court: Body,
    tmp_path: Path,
) -> None:
    hard, plain = list(batches.undecided(leaver))[:2]
    asked = ask_correction(hard, category=hard.category, level=COMPLEX, reason="12 cild", seen=hard.version, by=clerk)
    confirm_correction(asked, by=head)
    first = Draw.objects.get(dossier=hard.pk)
    batch = redrawn(leaver, head, council)
    second = Draw.objects.get(dossier=hard.pk, attempt=2)
    assert second.batch == batch.records.get()
    ordinary = Draw.objects.get(dossier=plain.pk, attempt=2).weight
    assert (first.weight, second.weight) == (ordinary * 3 // 2, ordinary * 3 // 2)
    assert Case.objects.get(pk=hard.pk).weight == second.weight
    assert list(ledger_faults()) == []
    next_day()
    draw_case(new_case())
    assert replayed(client, court, tmp_path) == ""
