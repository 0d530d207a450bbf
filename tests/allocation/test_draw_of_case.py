import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.test import Client

from allocation import actions
from allocation.actions import complete, draw_case, draw_many, prove, record_draw, try_draw
from allocation.models import Draw, Place, State, Waiting, Way
from allocation.opening import open_at_need, open_log
from allocation.tasks import sweep, waiting_cases
from allocation.verifying import ledger_faults
from cases.models import Case
from core import clock
from core.errors import Gone, Refused
from journal import keys
from journal.models import Entry, Log
from reference.models import Body
from staff.models import Absence, Judge
from tests.allocation.test_public_draws import next_day

NewCase = Callable[..., Case]


def loads(court: Body) -> dict[str, int]:
    places = Place.objects.filter(log__court=court, pool__endswith="/mulki")
    return {place.judge.public_id: place.load for place in places.select_related("judge")}


@pytest.mark.requirement("EO-2.3", "EM-4.2.14", "EM-6.1.13")
def test_a_registered_case_gets_its_judge_by_draw(new_case: NewCase, judges: list[Judge], court: Body) -> None:
    case = new_case()
    draw = draw_case(case)
    case.refresh_from_db()
    assert draw.state == State.DONE
    assert case.judge in judges
    assert draw.judges == [case.judge.public_id]
    assert [seat.judge for seat in case.seats.all()] == [case.judge]
    assert sum(load > 0 for load in loads(court).values()) == 1
    events = list(Entry.objects.for_dossier(case.pk).values_list("event", flat=True))
    assert events == ["cases.judge_assigned", "allocation.drawn", "cases.registered"]


def test_the_record_names_loads_shares_and_the_log_before_it(
    new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    first, second = draw_case(new_case()), draw_case(new_case())
    pre = json.loads(second.record)
    (winner,) = first.judges
    assert {row["judge"]: row["load"] for row in pre["roster"]}[winner] == (400 if winner == "j03" else 100)
    assert [row["share"] for row in pre["roster"]] == [[1, 1], [1, 1], [1, 4]]
    assert pre["log"]["size"] == second.index == first.result_index + 1
    assert pre["at"] > json.loads(first.record)["at"]


def test_a_case_is_drawn_once(new_case: NewCase, judges: list[Judge]) -> None:
    case = new_case()
    assert draw_case(case) == draw_case(case)
    assert Draw.objects.count() == 1


def test_a_draw_broken_off_after_the_record_ends_with_the_same_result(new_case: NewCase, judges: list[Judge]) -> None:
    draw = record_draw(prepared(new_case()))
    proved = prove(Draw.objects.get(pk=draw.pk))
    again = prove(Draw.objects.get(pk=draw.pk))
    assert bytes(again.court_proof) == bytes(proved.court_proof)
    assert bytes(again.witness_proof) == bytes(proved.witness_proof)
    done = complete(again)
    assert complete(proved).judges == done.judges
    assert Log.objects.get(pk=done.log.name).size == done.result_index + 1


def prepared(case: Case) -> Case:
    open_at_need(case.court)
    return case


def test_the_next_draw_finishes_the_one_that_was_broken_off(new_case: NewCase, judges: list[Judge]) -> None:
    left = record_draw(prepared(new_case()))
    draw_case(new_case())
    left.refresh_from_db()
    assert left.state == State.DONE


@pytest.mark.requirement("QM-2")
def test_a_case_waits_while_the_witness_is_gone_and_is_drawn_by_the_sweep(
    new_case: NewCase, judges: list[Judge], settings
) -> None:
    draw_case(new_case())
    case, url = new_case(), settings.WITNESS_URL
    settings.WITNESS_URL = "http://127.0.0.1:9"
    with pytest.raises(Gone, match=r"witness|təsdiqçi"):
        draw_case(case)
    assert try_draw(case) is None
    assert Waiting.objects.get(dossier=case.pk).reason
    settings.WITNESS_URL = url
    Case.objects.filter(pk=case.pk).update(registered_at=clock.now() - dt.timedelta(minutes=1))
    assert waiting_cases() == [case]
    sweep()
    case.refresh_from_db()
    assert case.judge is not None
    assert not Waiting.objects.exists()


def test_one_judge_is_no_choice_and_no_draw(new_case: NewCase, new_judge: Callable[..., Judge], court: Body) -> None:
    only = new_judge(court)
    case = new_case()
    draw = draw_case(case)
    case.refresh_from_db()
    assert (draw.way, draw.judges, case.judge) == (Way.NO_CHOICE, ["j01"], only)
    assert json.loads(draw.record)["kind"] == "no-choice"
    assert loads(court) == {"j01": 100}


def test_no_judge_at_all_is_said_and_the_case_waits(new_case: NewCase, court: Body) -> None:
    case = new_case()
    with pytest.raises(Refused):
        draw_case(case)
    assert try_draw(case) is None
    assert Waiting.objects.filter(dossier=case.pk).exists()


def test_an_appeal_is_drawn_for_a_panel_of_three(
    new_case: NewCase, new_judge: Callable[..., Judge], appeal_court: Body
) -> None:
    for _ in range(4):
        new_judge(appeal_court)
    case = new_case(appeal_court)
    draw = draw_case(case)
    assert len(set(draw.judges)) == 3
    assert [seat.judge.public_id for seat in case.seats.order_by("seat")] == draw.judges


def test_a_judge_away_by_an_entry_of_yesterday_takes_no_part(new_case: NewCase, judges: list[Judge]) -> None:
    away(judges[0], days_ago=1)
    pre = json.loads(draw_case(new_case()).record)
    assert pre["roster"][0]["out"]["code"] == "absent"
    assert "out" not in pre["roster"][1]


def test_an_absence_written_down_today_keeps_nobody_from_todays_draws(new_case: NewCase, judges: list[Judge]) -> None:
    draw_case(new_case())
    away(judges[0], days_ago=0)
    actions.keep_up(open_at_need(judges[0].body))
    pre = json.loads(draw_case(new_case()).record)
    assert all("out" not in row for row in pre["roster"])


def away(judge: Judge, days_ago: int) -> Absence:
    now = clock.now()
    day = dt.timedelta(days=1)
    today = clock.today()
    days = {"from_on": today - day, "to_on": today + 20 * day}
    return Absence.objects.create(judge=judge, kind="leave", entered_at=now - days_ago * day, **days)


def test_who_sat_below_takes_no_part_above(
    new_case: NewCase, new_judge: Callable[..., Judge], judges: list[Judge], appeal_court: Body
) -> None:
    below = new_case()
    draw_case(below)
    below.refresh_from_db()
    for _ in range(4):
        new_judge(appeal_court)
    raised = Judge.objects.filter(body=appeal_court).first()
    Judge.objects.filter(pk=raised.pk).update(user=below.judge.user)
    pre = json.loads(draw_case(new_case(appeal_court, origin=below)).record)
    assert [row["judge"] for row in pre["roster"] if "out" in row] == [raised.public_id]
    assert pre["roster"][0]["out"]["code"] == "conflict"


def test_a_sealed_case_shows_a_hash_that_only_its_salt_opens(new_case: NewCase, judges: list[Judge]) -> None:
    case = new_case(is_sealed=True)
    draw = draw_case(case)
    pre = json.loads(draw.record)
    assert (pre["kind"], pre["category"]) == ("sealed", "")
    assert pre["case"] == draw.case != case.number
    assert case.number not in draw.record
    assert len(bytes(draw.salt)) == 32


def test_a_judge_of_other_kinds_is_not_in_the_pool(new_case: NewCase, judges: list[Judge]) -> None:
    Judge.objects.filter(pk=judges[0].pk).update(kinds=["criminal"])
    pre = json.loads(draw_case(new_case()).record)
    assert [row["judge"] for row in pre["roster"]] == ["j02", "j03"]


@pytest.mark.requirement("BP-C08")
def test_registration_sets_off_the_draw_when_it_is_committed(
    new_case: NewCase, judges: list[Judge], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = new_case()
    case.refresh_from_db()
    assert case.judge in judges


def test_the_loads_can_be_read_off_the_log(new_case: NewCase, judges: list[Judge], court: Body) -> None:
    for _ in range(5):
        draw_case(new_case())
    assert sum(loads(court).values()) == sum(400 if d.judges == ["j03"] else 100 for d in Draw.objects.all())


def test_many_cases_are_drawn_under_one_head(new_case: NewCase, judges: list[Judge], court: Body) -> None:
    begun = clock.now() - dt.timedelta(days=30)
    hour = dt.timedelta(hours=1)
    open_log(court, at=begun - 48 * hour)
    draws = draw_many(court, [(new_case(), begun + n * hour) for n in range(6)])
    assert {draw.state for draw in draws} == {State.DONE}
    assert [draw.at for draw in draws] == sorted({draw.at for draw in draws})
    assert draws[0].is_public
    assert list(ledger_faults()) == []


def test_the_past_is_written_in_the_demo_alone(new_case: NewCase, judges: list[Judge], court: Body, settings) -> None:
    draw_case(new_case())
    settings.DEMO = False
    draw = draw_case(new_case(), at=clock.now() - dt.timedelta(days=30))
    assert not draw.is_public


def test_outside_the_demo_a_log_opened_today_draws_tomorrow(new_case: NewCase, judges: list[Judge], settings) -> None:
    """Key, rule and judges count from the day after their entry."""
    settings.DEMO = False
    with pytest.raises(Refused):
        draw_case(new_case())


def test_without_the_courts_key_the_case_waits(new_case: NewCase, judges: list[Judge], court: Body, settings) -> None:
    draw_case(new_case())
    settings.DEMO = False
    path = keys.path_of(court.short_code)
    aside = path.rename(path.with_suffix(".aside"))
    case = new_case()
    with pytest.raises(Gone):
        draw_case(case)
    aside.rename(path)
    assert draw_case(case).state == State.DONE


def test_no_choice_is_never_called_a_draw(client: Client, new_case: NewCase, new_judge, court: Body) -> None:
    new_judge(court)
    draw = draw_case(new_case())
    next_day()
    assert client.get(f"/draws/{draw.public_id}/draw.json").status_code == 403
    assert client.get(draw.get_absolute_url()).status_code == 200
