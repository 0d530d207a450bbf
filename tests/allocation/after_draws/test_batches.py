"""A judge leaves: two people have the undecided cases drawn anew by one record, all at once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from allocation import batches, ways
from allocation.actions import draw_case, keep_up
from allocation.courtlog import enter
from allocation.giving import Batch, BatchCase, Vacancy
from allocation.models import BatchRecord, Conflict, CourtLog, Draw, State, Way
from allocation.tasks import redraw_batches, sweep
from allocation.verifying import ledger_faults
from cases.lifecycle import Status
from cases.models import Case
from core import clock
from core.errors import Refused
from journal.models import Entry, Leaf
from reference.models import Body
from staff.models import Judge
from tests.allocation.leaving import REASON, NewCase, confirmed, council, head, leaver, three_cases
from tests.allocation.test_public_draws import next_day, replayed

AsUser = Callable[[User], Client]
begin = three_cases
__all__ = ["council", "head", "leaver"]


@pytest.mark.requirement("EM-6.1.13")
def test_all_undecided_cases_of_a_judge_who_left_are_drawn_anew_in_their_order(
    client: Client, leaver: Judge, head: User, council: User, new_case: NewCase, court: Body, tmp_path: Path
) -> None:
    mine = list(batches.undecided(leaver))
    decided = mine.pop(0)
    Case.objects.filter(pk=decided.pk).update(status=Status.DECIDED)
    batch = confirmed(leaver, head, council)
    next_day()
    redraw_batches()
    batch.refresh_from_db()
    rows = list(BatchCase.objects.filter(batch=batch).select_related("vacancy__filled_by", "case__judge"))
    assert [row.case for row in rows] == sorted(mine, key=lambda case: case.number)
    assert batch.ended_at is not None
    (one,) = batch.records.all()
    pre = json.loads(one.record)
    assert (pre["format"], pre["judge"], pre["by"]) == (
        *("courtcms-batch/1", leaver.public_id),
        [batch.asked_as, batch.answered_as],
    )
    assert [row["case"] for row in pre["cases"]] == [row.case.number for row in rows]
    for row in rows:
        draw, first = row.vacancy.filled_by, Draw.objects.get(dossier=row.case_id, attempt=1)
        matter = json.loads(draw.record)["matter"]
        assert (draw.attempt, matter["previous"]) == (2, first.public_id)
        assert (draw.batch, draw.index, draw.way) == (one, one.index, Way.BATCH)
        assert leaver.public_id not in [one["judge"] for one in matter["roster"]]
        assert draw.judges == [row.case.judge.public_id]
        left = json.loads(Leaf.objects.get(log=draw.log.name, index=row.vacancy.index).body)
        assert (left["kind"], left["judge"], left["pool"]) == ("left", leaver.public_id, draw.pool)
        assert not row.case.dossier.team.filter(user=leaver.user, to_on=None).exists()
    decided.refresh_from_db()
    assert decided.judge == leaver
    assert list(ledger_faults()) == []
    next_day()
    draw_case(new_case())
    assert replayed(client, court, tmp_path) == ""


def test_nothing_is_drawn_before_the_judges_place_has_ended(leaver: Judge, head: User, council: User) -> None:
    batch = confirmed(leaver, head, council)
    redraw_batches()
    assert not Vacancy.objects.exists()
    assert not BatchCase.objects.exists()
    Judge.objects.filter(pk=leaver.pk).update(to_on=None)
    next_day()
    redraw_batches()
    assert not BatchCase.objects.exists()
    batch.refresh_from_db()
    assert batch.is_running


def test_one_person_alone_starts_nothing(leaver: Judge, head: User, council: User) -> None:
    batch = batches.start_batch(leaver, reason=REASON, by=head)
    with pytest.raises(Refused):
        batches.confirm_batch(batch, by=head)
    with pytest.raises(Refused):
        batches.start_batch(leaver, reason="again", by=head)
    next_day()
    redraw_batches()
    assert not BatchCase.objects.exists()
    batches.refuse_batch(batch, answer="Əmr yoxdur", by=council)
    with pytest.raises(Refused):
        batches.confirm_batch(batch, by=council)
    redraw_batches()
    assert not BatchCase.objects.exists()
    assert batches.start_batch(leaver, reason="with the order", by=head).is_open
    events = list(Entry.objects.filter(event__startswith="allocation.batch").order_by("at", "pk"))
    names = ["allocation.batch_started", "allocation.batch_refused", "allocation.batch_started"]
    assert [entry.event for entry in events] == names


def test_a_judge_who_stays_in_office_keeps_the_cases(leaver: Judge, judges: list[Judge], head: User) -> None:
    for stays in judges[1:]:
        with pytest.raises(Refused):
            batches.start_batch(stays, reason=REASON, by=head)


def test_no_seat_is_taken_while_the_witness_is_silent(leaver: Judge, head: User, council: User, settings: Any) -> None:
    batch = confirmed(leaver, head, council)
    next_day()
    url, settings.WITNESS_URL = settings.WITNESS_URL, "http://127.0.0.1:9"
    redraw_batches()
    assert not Vacancy.objects.exists()
    assert batches.undecided(leaver).count() == 3
    assert all(row.note for row in BatchCase.objects.filter(batch=batch))
    settings.WITNESS_URL = url
    redraw_batches()
    batch.refresh_from_db()
    assert (batch.ended_at is None, Vacancy.objects.filter(filled_by=None).exists()) == (False, False)
    assert not BatchCase.objects.exclude(note="").exists()


def barred(log: CourtLog, judge: Judge, case: Case) -> Conflict:
    index, _text = enter(log, "conflict", judge=judge.public_id, case=case.number)
    return Conflict.objects.create(log=log, judge=judge, case=case.number, index=index)


def stuck_at_first(leaver: Judge, judges: list[Judge], head: User, council: User) -> tuple[Case, list[Conflict], Batch]:
    """A batch whose first case nobody can take, since both others are barred from it; all others are drawn."""
    log, first = CourtLog.objects.get(court=leaver.body), batches.undecided(leaver)[0]
    bars = [barred(log, other, first) for other in judges[1:]]
    batch = confirmed(leaver, head, council)
    next_day()
    redraw_batches()
    return first, bars, batch


def test_a_case_that_nobody_can_take_holds_up_none_and_is_given_by_resolution(
    leaver: Judge, judges: list[Judge], head: User, council: User, clerk: User
) -> None:
    """When the bar of the first case is answered by a resolution, the batch ends."""
    first, bars, batch = stuck_at_first(leaver, judges, head, council)
    batch.refresh_from_db()
    stuck = BatchCase.objects.get(batch=batch, is_done=False)
    assert (stuck.case, batch.ended_at) == (first, None)
    assert stuck.note
    bars[0].delete()
    asked = ways.ask_resolution(first, judges=[bars[0].judge.public_id], reason="urgent", text="Təcili", by=clerk)
    ways.confirm_resolution(asked, by=head)
    redraw_batches()
    batch.refresh_from_db()
    stuck.refresh_from_db()
    assert (stuck.is_done, stuck.note, batch.ended_at is None) == (True, "", False)


def test_what_the_sweep_draws_between_two_steps_is_not_drawn_twice(
    leaver: Judge, judges: list[Judge], head: User, council: User
) -> None:
    """The bars of the first case are found wrong: the sweep then draws it by itself."""
    first, bars, batch = stuck_at_first(leaver, judges, head, council)
    assert Draw.objects.filter(batch__isnull=False).count() == 2
    Conflict.objects.filter(pk__in=[bar.pk for bar in bars]).delete()
    sweep()
    redraw_batches()
    assert Draw.objects.filter(dossier=first.pk).count() == 2
    assert BatchCase.objects.get(batch=batch, case=first).is_done


def test_one_judge_who_can_take_a_case_gets_it_without_a_draw(
    leaver: Judge, judges: list[Judge], head: User, council: User, court: Body
) -> None:
    first = batches.undecided(leaver)[0]
    barred(CourtLog.objects.get(court=court), judges[1], first)
    confirmed(leaver, head, council)
    next_day()
    redraw_batches()
    given = Draw.objects.get(dossier=first.pk, attempt=2)
    assert (given.way, given.judges, given.tickets) == (Way.NO_CHOICE, [judges[2].public_id], [])
    assert given.batch is not None
    assert list(ledger_faults()) == []


def test_each_pool_of_the_court_has_a_record_of_its_own(
    leaver: Judge, head: User, council: User, new_case: NewCase
) -> None:
    while draw_case(of_kind := new_case(kind="criminal")).judges != [leaver.public_id]:
        pass
    batch = confirmed(leaver, head, council)
    next_day()
    redraw_batches()
    assert [one.pool.split("/")[1] for one in batch.records.order_by("pool")] == pools_of_cases(batch)
    assert Draw.objects.get(dossier=of_kind.pk, attempt=2).batch.rows.count() == 1
    assert list(ledger_faults()) == []


def pools_of_cases(batch: Batch) -> list[str]:
    pools = {one.pool for one in Draw.objects.filter(batch__redraw=batch)}
    assert len(pools) == 2
    return sorted(pool.split("/")[1] for pool in pools)


def test_a_case_whose_pool_the_judge_never_left_by_the_log_is_drawn_by_itself(
    leaver: Judge, head: User, council: User, court: Body
) -> None:
    """No record could show why the judge lost it, so the ordinary draw of the case does."""
    CourtLog.objects.get(court=court).places.filter(judge=leaver).update(left_entry=None)
    batch = confirmed(leaver, head, council)
    next_day()
    redraw_batches()
    batch.refresh_from_db()
    assert (batch.ended_at is None, BatchRecord.objects.count()) == (False, 0)
    assert set(Draw.objects.filter(attempt=2).values_list("way", "state")) == {(Way.RANDOM, State.DONE)}
    assert list(ledger_faults()) == []


def test_the_judges_seat_in_a_panel_alone_is_drawn_anew(
    new_case: NewCase,
    new_judge: Callable[..., Judge],
    new_person: Callable[..., User],
    appeal_court: Body,
    council: User,
) -> None:
    for _ in range(5):
        new_judge(appeal_court)
    case = new_case(appeal_court)
    draw_case(case)
    panel = [seat.judge for seat in case.seats.order_by("seat")]
    Judge.objects.filter(pk=panel[1].pk).update(to_on=clock.today())
    keep_up(CourtLog.objects.get(court=appeal_court))
    confirmed(panel[1], new_person("chair", appeal_court), council)
    next_day()
    redraw_batches()
    now = [seat.judge for seat in case.seats.filter(to_on=None).order_by("seat")]
    assert (now[0], now[2]) == (panel[0], panel[2])
    assert now[1] not in panel
    assert list(ledger_faults()) == []


def test_a_sealed_case_is_drawn_anew_and_not_named_on_the_page(
    as_user: AsUser, leaver: Judge, head: User, council: User, new_case: NewCase
) -> None:
    sealed = new_case(is_sealed=True)
    while draw_case(sealed).judges != ["j01"]:
        sealed = new_case(is_sealed=True)
    batch = confirmed(leaver, head, council)
    next_day()
    redraw_batches()
    first, again = Draw.objects.filter(dossier=sealed.pk).order_by("attempt")
    assert (again.kind, again.case, bytes(again.salt)) == ("sealed", first.case, bytes(first.salt))
    record = again.batch.record
    assert sealed.number not in record
    assert next(row for row in json.loads(record)["cases"] if row["case"] == first.case)["category"] == ""
    page = as_user(head).get(batch.get_absolute_url()).content.decode()
    shown = [row.case for row in BatchCase.objects.filter(batch=batch) if row.case.get_absolute_url() in page]
    assert len(shown) == BatchCase.objects.filter(batch=batch).count() - 1
    assert sealed not in shown
    assert all(draw.get_absolute_url() in page for draw in Draw.objects.filter(attempt=2))


# The pages


@pytest.mark.requirement("BP-M05")
def test_the_chair_asks_and_the_council_confirms_on_the_pages(
    as_user: AsUser, leaver: Judge, head: User, council: User, clerk: User, murad: User
) -> None:
    chair = as_user(head)
    assert leaver.public_id in chair.get("/allocation/batches/start/").content.decode()
    assert chair.post("/allocation/batches/start/", {"judge": leaver.pk}).status_code == 422
    place = chair.post("/allocation/batches/start/", {"judge": leaver.pk, "reason": REASON}).url
    assert "confirm/" not in chair.get(place).content.decode()
    assert chair.get(f"{place}confirm/").status_code == 422
    other = as_user(council)
    assert place in other.get("/allocation/waiting/").content.decode()
    assert other.get(f"{place}confirm/").status_code == 200
    assert other.post(f"{place}refuse/", {}).status_code == 422
    assert other.post(f"{place}confirm/").url == place
    assert place not in other.get("/allocation/waiting/").content.decode()
    next_day()
    batches.list_cases(Batch.objects.get())
    polled = as_user(head).get(place, HTTP_HX_REQUEST="true").content.decode()
    assert 'value="0" max="3"' in polled
    assert polled.count('class="past"') == 1
    assert f'hx-get="{place}"' in polled
    redraw_batches()
    ended = as_user(head).get(place, HTTP_HX_REQUEST="true").content.decode()
    assert 'value="3" max="3"' in ended
    assert "hx-get" not in ended
    assert ended.count('class="past"') == 4
    shown = as_user(head).get(place).content.decode()
    assert all(draw.public_id in shown for draw in Draw.objects.filter(attempt=2))
    for address in (place, f"{place}confirm/", "/allocation/batches/"):
        assert as_user(clerk).get(address).status_code == (403 if "confirm" in address else 200)
    assert as_user(clerk).get("/allocation/batches/start/").status_code == 403
    assert as_user(murad).get(place).status_code == 404


def test_the_page_costs_the_same_for_one_case_and_for_many(
    as_user: AsUser, leaver: Judge, head: User, council: User, count_queries: Any
) -> None:
    batch, counts = confirmed(leaver, head, council), []
    next_day()
    redraw_batches()
    for kept in (3, 1):
        BatchCase.objects.filter(batch=batch, order__gt=kept).delete()
        client = as_user(head)
        client.get("/allocation/")
        with count_queries() as counted:
            assert client.get(batch.get_absolute_url()).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
