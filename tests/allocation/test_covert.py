"""Covert measures in the public log: leaf, weight and pool alone until the secrecy ends; the log holds throughout."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Dossier, TeamMember, User
from allocation import redraw
from allocation.actions import draw_case, keep_up
from allocation.corrections import ask_correction
from allocation.giving import Mover, Recusal, Ruling
from allocation.models import CourtLog, Draw, Place, Way
from allocation.verifying import ledger_faults
from cases.models import Case
from cases.secrecy import end_secrecy
from core import clock
from core.errors import Refused, Stale
from journal.heads import sign_head
from journal.models import Entry
from reference.models import Body, Category
from staff.models import Absence, Judge
from tests.allocation.test_public_draws import body_of, next_day, replayed
from tests.axe import browser, in_both_themes

NewCase = Callable[..., Case]


@pytest.fixture
def new_covert(new_case: NewCase, court: Body, clerk: User, chair: User) -> NewCase:
    """A registered covert measure with its team; Nigar the chair is of it."""

    def make() -> Case:
        case = new_case(is_sealed=True)
        Dossier.objects.filter(pk=case.pk).update(is_covert=True)
        for user, part in ((clerk, "clerk"), (chair, "chair")):
            TeamMember.objects.create(dossier_id=case.pk, user=user, part=part, from_on="2026-01-01")
        return Case.objects.select_related("dossier", "court", "kind", "category").get(pk=case.pk)

    return make


def lines(client: Client, court: Body) -> list[dict[str, Any]]:
    told = body_of(client.get(f"/draws/{court.short_code}/log.jsonl")).decode()
    return [json.loads(line) for line in told.splitlines()]


def ended(case: Case, by: User | None = None) -> Case:
    case.refresh_from_db()
    assert case.judge is not None
    return end_secrecy(case, ground="tədbir icra olunub", seen=case.version, by=by or case.judge.user)


def test_a_covert_measure_shows_leaf_weight_and_pool_at_once_and_its_body_when_the_secrecy_ends(
    client: Client, new_case: NewCase, new_covert: NewCase, judges: list[Judge], court: Body, tmp_path: Path
) -> None:
    draw_case(new_case())
    case = new_covert()
    draw = draw_case(case)
    shown = {"index": draw.index, "leaf": lines(client, court)[draw.index]["leaf"], "weight": draw.weight}
    assert lines(client, court)[draw.index] == {**shown, "pool": draw.pool}
    next_day()
    draw_case(new_case())
    sign_head(draw.log.name)
    next_day()
    log = lines(client, court)
    assert set(log[draw.index]) == {"index", "leaf", "weight", "pool"}
    assert log[draw.result_index or 0]["body"]["judges"] == draw.judges
    assert replayed(client, court, tmp_path) == ""
    assert client.get(draw.get_absolute_url()).status_code == 404
    assert list(ledger_faults()) == []
    ended(case)
    assert lines(client, court)[draw.index]["body"]["kind"] == "sealed"
    assert replayed(client, court, tmp_path) == ""
    page = client.get(draw.get_absolute_url())
    assert page.status_code == 200
    assert case.number not in page.content.decode()


def test_a_load_that_a_hidden_draw_did_not_give_shows_in_the_log(
    client: Client, new_case: NewCase, new_covert: NewCase, judges: list[Judge], court: Body, tmp_path: Path
) -> None:
    draw = draw_case(new_covert())
    Place.objects.filter(judge__public_id=draw.judges[0], pool=draw.pool).update(load=0)
    draw_case(new_case())
    next_day()
    assert f"the load of {draw.judges[0]} is" in replayed(client, court, tmp_path)


def test_the_second_covert_attempt_after_a_recusal_stays_hidden_with_all_its_entries(
    client: Client, new_covert: NewCase, judges: list[Judge], court: Body, chair: User, tmp_path: Path
) -> None:
    case, first = given_to_another(new_covert, chair)
    recused(case, chair)
    second = draw_case(case)
    next_day()
    log = lines(client, court)
    hidden = {line["index"] for line in log if set(line) == {"index", "leaf", "weight", "pool"}}
    assert {first.index, second.index} < hidden
    assert not [line for line in log if "body" in line and line["body"].get("kind") == "recusal"]
    assert case.number not in json.dumps(log)
    assert first.case not in json.dumps(log)
    assert replayed(client, court, tmp_path) == ""
    ended(case)
    log = lines(client, court)
    known = [line["body"] for line in log if "body" in line]  # a draw that fell to the chair stays hidden
    assert [body["draw"] for body in known if body.get("kind") == "recusal"] == [first.public_id]
    assert replayed(client, court, tmp_path) == ""


def given_to_another(new_covert: NewCase, chair: User) -> tuple[Case, Draw]:
    """A covert measure that did not fall to the chair, who decides on recusals here."""
    while True:
        case = new_covert()
        draw = draw_case(case)
        case.refresh_from_db()
        if case.judge and case.judge.user_id != chair.pk:
            return case, draw


def recused(case: Case, chair: User) -> Recusal:
    """The judge of the case is objected to, and the objection granted, past the question who decides."""
    case.refresh_from_db()
    assert case.judge is not None
    facts = {"mover": Mover.PARTY, "party": "prokuror", "ground": "interested", "text": "…", "filed_on": "2026-11-01"}
    recusal = redraw.file_recusal(case, case.judge, by=chair, **facts)
    recusal.refresh_from_db()
    Recusal.objects.filter(pk=recusal.pk).update(decider="appeal")
    recusal.refresh_from_db()
    assert redraw.decide_recusal(recusal, grants=True, text="…", by=chair).state == Ruling.GRANTED
    return recusal


def test_when_one_judge_is_left_the_attempts_stand_open_without_the_name_of_the_case(
    client: Client, new_covert: NewCase, judges: list[Judge], court: Body, chair: User, tmp_path: Path
) -> None:
    """A hidden “no choice” would hide whose load grew, and no stranger could replay the log after it."""
    case, first = given_to_another(new_covert, chair)
    recused(case, chair)
    able = [judge for judge in Judge.objects.filter(body=court) if judge.public_id not in first.judges]
    for judge in able[1:]:
        Absence.objects.create(judge=judge, kind="leave", from_on=clock.today(), to_on=clock.today() + 9 * clock.DAY)
    keep_up(CourtLog.objects.get(court=court))
    next_day()
    second = draw_case(case)
    assert second.way == Way.NO_CHOICE
    next_day()
    log = lines(client, court)
    assert log[second.index]["body"]["judges"] == second.judges
    assert case.number not in json.dumps(log)
    assert client.get(second.get_absolute_url()).status_code == client.get(first.get_absolute_url()).status_code == 404
    assert replayed(client, court, tmp_path) == ""


def test_the_category_of_a_covert_measure_is_not_corrected_while_the_secrecy_lasts(
    as_user: Any, new_covert: NewCase, judges: list[Judge], chair: User
) -> None:
    case = new_covert()
    draw_case(case)
    other = Category.objects.leaves().filter(kind=case.kind).exclude(pk=case.category_id)[0]
    case.refresh_from_db()
    answer = as_user(chair).post(
        f"/allocation/{case.pk}/correct/", {"category": other.pk, "reason": "səhv", "seen": case.version}
    )
    assert answer.status_code == 422
    with pytest.raises(Refused):
        ask_correction(case, category=other, reason="səhv", seen=case.version, by=chair)


def test_an_open_case_is_not_made_a_secret_one_by_a_correction(
    new_case: NewCase, judges: list[Judge], clerk: User
) -> None:
    case = new_case(kind="special")
    Case.objects.filter(pk=case.pk).update(category=Category.objects.get(code="special.s1"))
    case.refresh_from_db()
    draw_case(case)
    case.refresh_from_db()
    adoption = Category.objects.get(code="special.s9")
    with pytest.raises(Refused):
        ask_correction(case, category=adoption, reason="səhv", seen=case.version, by=clerk)


def address(case: Case) -> str:
    return f"/cases/{case.pk}/end-secrecy/"


def test_the_chair_ends_the_secrecy_on_a_page_that_says_what_it_does(
    as_user: Any, new_covert: NewCase, judges: list[Judge], chair: User
) -> None:
    case = new_covert()
    draw_case(case)
    case.refresh_from_db()
    client = as_user(chair)
    assert address(case) in client.get(f"/cases/{case.pk}/").content.decode()
    assert client.get(address(case)).status_code == 200
    sent = {"ground": "tədbir icra olunub", "seen": case.version}
    assert client.post(address(case), sent | {"ground": ""}).status_code == 422
    assert client.post(address(case), sent).status_code == 302
    assert not Dossier.objects.get(pk=case.pk).is_covert
    entry = Entry.objects.get(event="cases.secrecy_ended")
    assert entry.actor_name == chair.actor_name
    assert client.post(address(case), sent).status_code == 409
    assert client.get(address(case)).status_code in (409, 422)
    assert Entry.objects.filter(event="cases.secrecy_ended").count() == 1


def test_neither_clerk_nor_the_chair_of_another_court_nor_another_judge_ends_the_secrecy(
    as_user: Any, new_covert: NewCase, judges: list[Judge], clerk: User, other_court: Body, new_judge: Any
) -> None:
    case = new_covert()
    draw_case(case)
    case.refresh_from_db()
    sent = {"ground": "…", "seen": case.version}
    stranger = new_judge(other_court, role="chair").user
    idle = next(judge for judge in judges if judge.pk != case.judge_id)
    statuses = [as_user(person).post(address(case), sent).status_code for person in (clerk, stranger, idle.user)]
    assert statuses == [403, 404, 404]
    assert Dossier.objects.get(pk=case.pk).is_covert


def test_a_judge_who_left_the_case_does_not_end_its_secrecy(
    new_covert: NewCase, judges: list[Judge], chair: User
) -> None:
    Judge.objects.filter(pk__in=[judge.pk for judge in judges]).update(is_chair=False)  # a chair may end it anyway
    case, _first = given_to_another(new_covert, chair)
    before = case.judge
    recused(case, chair)
    draw_case(case)
    assert before is not None
    with pytest.raises(Refused):
        ended(case, before.user)


@pytest.mark.django_db(transaction=True)
def test_two_who_end_the_secrecy_at_once_end_it_once(new_covert: NewCase, judges: list[Judge], chair: User) -> None:
    case = new_covert()
    draw_case(case)
    case.refresh_from_db()
    said: list[str] = []

    def end() -> None:
        try:
            end_secrecy(case, ground="tədbir icra olunub", seen=case.version, by=chair)
            said.append("ended")
        except (Refused, Stale) as error:
            said.append(type(error).__name__)
        finally:
            connection.close()

    both = [threading.Thread(target=end) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said) in (["Refused", "ended"], ["Stale", "ended"])
    assert Entry.objects.filter(event="cases.secrecy_ended").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_the_page_that_ends_the_secrecy_is_accessible(
    live_server: Any, as_user: Any, new_covert: NewCase, judges: list[Judge]
) -> None:
    case = new_covert()
    draw_case(case)
    case.refresh_from_db()
    cookie = as_user(case.judge.user).cookies["sessionid"].value
    with browser() as opened:
        context = opened.new_context()
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        assert page.goto(f"{live_server.url}/cases/{case.pk}/end-secrecy/").status == 200
        assert in_both_themes(page) == []
