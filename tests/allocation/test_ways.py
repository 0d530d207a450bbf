"""Resolutions (dərkənar): one asks, another confirms, the public log says that nothing was drawn."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from allocation import ways
from allocation.actions import draw_case
from allocation.giving import Asked, Reason, Resolution
from allocation.models import Conflict, CourtLog, Draw, Place, Way
from allocation.opening import open_at_need
from allocation.verifying import ledger_faults
from cases.models import Case
from core.errors import Refused
from journal.models import Entry
from reference.models import Body
from staff.models import Judge
from tests.allocation.test_draw_of_case import away, loads
from tests.allocation.test_public_draws import next_day, replayed

NewCase = Callable[..., Case]
TEXT = "Həbs haqqında vəsatət bu gün baxılmalıdır."


@pytest.fixture
def second(new_person: Callable[..., User], court: Body) -> User:
    """The acting chair, who may confirm but is no judge of the pool."""
    return new_person("chair", court)


@pytest.fixture
def asked(new_case: NewCase, judges: list[Judge], clerk: User) -> Resolution:
    case = new_case()
    open_at_need(case.court)
    return ways.ask_resolution(case, judges=["j02"], reason="urgent", text=TEXT, by=clerk)


def test_a_resolution_of_two_people_gives_the_case_and_raises_the_load(
    asked: Resolution, second: User, clerk: User, court: Body, judges: list[Judge]
) -> None:
    draw = ways.confirm_resolution(asked, by=second)
    asked.refresh_from_db()
    body = json.loads(draw.record)
    assert (draw.way, draw.judges, asked.state, asked.draw) == (Way.MANUAL, ["j02"], Asked.DONE, draw)
    assert Case.objects.get(pk=draw.dossier).judge == judges[1]
    assert loads(court) == {"j01": 0, "j02": 100, "j03": 0}
    assert (body["kind"], body["reason"]) == ("manual", "urgent")
    assert body["resolution"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert body["by"] == [f"p{clerk.postings.get().pk}", f"p{second.postings.get().pk}"]
    events = list(Entry.objects.for_dossier(draw.dossier).values_list("event", flat=True))
    assert events[:2] == ["cases.judge_assigned", "allocation.given_by_resolution"]
    assert "allocation.resolution_asked" in events
    assert list(ledger_faults()) == []


@pytest.mark.requirement("EM-4.2.14")
def test_the_public_log_with_resolutions_of_every_reason_holds(
    client: Client, new_case: NewCase, judges: list[Judge], clerk: User, second: User, court: Body, tmp_path: Path
) -> None:
    draw_case(new_case())
    for reason in Reason:
        case = new_case(is_sealed=reason == Reason.URGENT)
        ways.confirm_resolution(
            ways.ask_resolution(case, judges=["j01"], reason=reason, text=TEXT, by=clerk), by=second
        )
    draw_case(new_case())
    next_day()
    draw_case(new_case())
    assert replayed(client, court, tmp_path) == ""
    log = (tmp_path / "log.jsonl").read_text()
    assert log.count('"kind":"manual"') == len(Reason)
    assert TEXT not in log


def test_the_public_page_calls_it_a_resolution_and_says_why(client: Client, asked: Resolution, second: User) -> None:
    draw = ways.confirm_resolution(asked, by=second)
    client.cookies["language"] = "en"
    for days in (0, 1):
        if days:
            next_day()
        page = client.get(draw.get_absolute_url()).content.decode()
        assert "Given by hand by a resolution of two people, not drawn. Reason: Urgent matter." in page
        assert TEXT not in page
        assert "verify_draw.py draw.json" not in page
    assert client.get(f"/draws/{draw.public_id}/draw.json").status_code == 403


def test_the_tab_of_the_case_tells_of_a_resolution_on_its_day_and_on_the_next(
    as_user, asked: Resolution, second: User, clerk: User
) -> None:
    draw = ways.confirm_resolution(asked, by=second)
    for days in (0, 1):
        if days:
            next_day()
        page = as_user(clerk).get(f"/cases/{draw.dossier}/draw/")
        assert page.status_code == 200
        assert draw.public_id in page.content.decode()


def test_one_person_alone_gives_no_case(asked: Resolution, clerk: User, second: User, as_user) -> None:
    with pytest.raises(Refused):
        ways.confirm_resolution(asked, by=clerk)
    own = ways.refuse_resolution(asked, answer="Əsas yoxdur", by=second)
    assert own.state == Asked.REFUSED
    again = ways.ask_resolution(asked.case, judges=["j01"], reason="urgent", text=TEXT, by=second)
    answer = as_user(second).post(f"/allocation/resolutions/{again.pk}/confirm/")
    assert answer.status_code == 422
    assert not Draw.objects.exists()


def test_an_absent_judge_is_given_no_case(asked: Resolution, second: User, judges: list[Judge]) -> None:
    """Also who is absent by a paper of today: a draw takes no note of it yet, a person must."""
    away(judges[1], days_ago=0)
    with pytest.raises(Refused):
        ways.confirm_resolution(asked, by=second)
    asked.refresh_from_db()
    assert asked.is_open
    assert not Draw.objects.exists()


def test_a_judge_in_conflict_or_of_no_pool_is_given_no_case(
    asked: Resolution, second: User, clerk: User, judges: list[Judge]
) -> None:
    Conflict.objects.create(log=CourtLog.objects.get(), judge=judges[1], case=asked.case.number, index=0)
    with pytest.raises(Refused):
        ways.confirm_resolution(asked, by=second)
    for chosen in (["j77"], ["j01", "j03"], []):
        with pytest.raises(Refused):
            ways.give(asked.case, chosen, reason="urgent", text=TEXT, by=("p1", "p2"))
    with pytest.raises(Refused):
        ways.give(asked.case, ["j01"], reason="urgent", text=TEXT, by=("p1", "p1"))
    with pytest.raises(ValueError, match="no-such"):
        ways.give(asked.case, ["j01"], reason="no-such", text=TEXT, by=("p1", "p2"))
    assert not Place.objects.filter(load__gt=0).exists()


def test_a_case_with_a_judge_is_not_given_by_resolution(new_case: NewCase, judges: list[Judge], clerk: User) -> None:
    case = new_case()
    draw_case(case)
    with pytest.raises(Refused):
        ways.ask_resolution(case, judges=["j02"], reason="urgent", text=TEXT, by=clerk)
    with pytest.raises(Refused):
        ways.give(case, ["j02"], reason="urgent", text=TEXT, by=("p1", "p2"))


def test_a_case_drawn_meanwhile_stays_with_its_judge(asked: Resolution, second: User) -> None:
    draw = draw_case(asked.case)
    with pytest.raises(Refused):
        ways.confirm_resolution(asked, by=second)
    assert Case.objects.get(pk=draw.dossier).judge.public_id == draw.judges[0]


def test_a_panel_is_given_reporter_first(
    new_case: NewCase, new_judge: Callable[..., Judge], appeal_court: Body, client: Client, tmp_path: Path
) -> None:
    for _ in range(4):
        new_judge(appeal_court)
    case = new_case(appeal_court)
    draw = ways.give(case, ["j03", "j01", "j04"], reason="remitted", text=TEXT, by=("p1", "p2"))
    assert [seat.judge.public_id for seat in case.seats.order_by("seat")] == draw.judges == ["j03", "j01", "j04"]
    next_day()
    draw_case(new_case(appeal_court))
    assert replayed(client, appeal_court, tmp_path) == ""


def test_a_resolution_needs_no_witness(asked: Resolution, second: User, settings) -> None:
    settings.WITNESS_URL = "http://127.0.0.1:9"
    assert ways.confirm_resolution(asked, by=second).judges == ["j02"]


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_give_the_case_once(
    new_case: NewCase, judges: list[Judge], clerk: User, new_person: Callable[..., User], court: Body, settings
) -> None:
    settings.PLOT = "tests.allocation.plot_without_draws"
    case = new_case()
    open_at_need(court)
    resolution = ways.ask_resolution(case, judges=["j02"], reason="urgent", text=TEXT, by=clerk)
    people = [new_person("chair", court) for _ in range(3)]

    def confirm(person: User) -> str:
        try:
            return ways.confirm_resolution(Resolution.objects.get(pk=resolution.pk), by=person).public_id
        except Refused:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as crowd:
        answers = list(crowd.map(confirm, people))
    assert sorted(answers)[:2] == ["", ""]
    assert Draw.objects.get().public_id == sorted(answers)[2]
    assert loads(court)["j02"] == 100


# Through the pages


@pytest.mark.requirement("EM-4.2.14")
def test_a_clerk_asks_and_the_chair_confirms_on_the_pages(
    as_user, new_case: NewCase, judges: list[Judge], clerk: User, second: User
) -> None:
    case = new_case()
    open_at_need(case.court)
    page = as_user(clerk).get(case.get_absolute_url()).content.decode()
    assert f"/allocation/{case.pk}/resolve/" in page
    wanted = {"reason": "related", "text": TEXT, "judge_1": "j01"}
    assert as_user(clerk).post(f"/allocation/{case.pk}/resolve/", wanted | {"reason": ""}).status_code == 422
    answer = as_user(clerk).post(f"/allocation/{case.pk}/resolve/", wanted)
    resolution = Resolution.objects.get()
    assert answer.url == resolution.get_absolute_url()
    assert as_user(clerk).get(answer.url).status_code == 200
    assert as_user(clerk).get(f"{answer.url}confirm/").status_code == 403
    assert "confirm/" in as_user(second).get(answer.url).content.decode()
    assert as_user(second).get(f"{answer.url}confirm/").status_code == 200
    assert as_user(second).post(f"{answer.url}confirm/").url == case.get_absolute_url()
    assert Draw.objects.get().judges == ["j01"]
    assert answer.url in as_user(clerk).get(f"{case.get_absolute_url()}draw/").content.decode()
    assert as_user(second).post(f"{answer.url}confirm/").status_code == 422


def test_the_second_person_says_why_not(as_user, asked: Resolution, second: User) -> None:
    place = f"/allocation/resolutions/{asked.pk}/refuse/"
    assert as_user(second).post(place, {"answer": ""}).status_code == 422
    assert as_user(second).post(place, {"answer": "Əsas yoxdur"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (Asked.REFUSED, "Əsas yoxdur")
    assert draw_case(asked.case).way == Way.RANDOM


def test_another_court_knows_nothing_of_a_resolution(
    as_user, asked: Resolution, murad: User, new_person: Callable[..., User], other_court: Body
) -> None:
    for stranger in (murad, new_person("chair", other_court)):
        for place in ("", "confirm/", "refuse/"):
            address = f"/allocation/resolutions/{asked.pk}/{place}"
            answer = as_user(stranger).post(address) if place else as_user(stranger).get(address)
            assert answer.status_code == 404
        assert as_user(stranger).post(f"/allocation/{asked.case_id}/resolve/").status_code == 404
