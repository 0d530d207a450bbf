"""The system was down: two people enter it, and papers go to the judges whose turn it was by the published list."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from allocation import changes, outages
from allocation.actions import draw_case
from allocation.giving import Asked
from allocation.models import CourtLog, Outage, PaperCase, Way
from allocation.opening import open_at_need
from allocation.related import settle
from allocation.verifying import ledger_faults
from cases.models import Case
from core import clock
from core.errors import Refused
from reference.models import Body
from staff.models import Judge
from tests.allocation.test_public_draws import next_day, replayed
from tests.axe import browser, in_both_themes

NewCase = Callable[..., Case]
AsUser = Callable[[User], Client]
ORDER = ["j02", "j03", "j01"]


@pytest.fixture
def head(new_person: Callable[..., User], court: Body) -> User:
    return new_person("chair", court)


@pytest.fixture
def listed(judges: list[Judge], court: Body, head: User, administrator: User) -> str:
    """The pool of civil cases, whose list was published the day before the system was down."""
    log, pool = open_at_need(court), f"{court.short_code}/mulki"
    wanted = {"pool": pool, "judges": ORDER}
    change = changes.propose_change(log, lever="list", wanted=wanted, reason="turns", by=administrator)
    changes.approve_change(changes.simulate_change(change, by=administrator), by=head)
    next_day(2)
    return pool


def entered(court: Body, pool: str, by: User, papers: int = 4) -> Outage:
    noon = clock.at(clock.today() - clock.DAY, dt.time(12))
    hours = {"from_at": noon, "to_at": noon + dt.timedelta(minutes=1)}
    return outages.enter_outage(
        court, **hours, note="İşıq kəsildi", papers=[(pool, f"{n}") for n in range(papers)], by=by
    )


def became(paper: PaperCase, new_case: NewCase, **facts: Any) -> Case:
    return new_case(submission=paper.submission, **facts)


@pytest.mark.requirement("EM-6.1.13")
def test_papers_of_an_outage_go_to_the_judges_whose_turn_it_was_however_they_are_entered(
    client: Client, listed: str, court: Body, clerk: User, head: User, new_case: NewCase, tmp_path: Path
) -> None:
    outage = outages.confirm_outage(entered(court, listed, clerk), by=head)
    papers = list(outage.papers.all())
    assert [paper.judges for paper in papers] == [["j02"], ["j03"], ["j01"], ["j02"]]
    for paper in reversed(papers):
        draw = settle(became(paper, new_case))
        assert (draw.way, draw.judges) == (Way.SEQUENTIAL, paper.judges)
        assert json.loads(draw.record)["list"] == paper.list_index
    assert settle(new_case()).way == Way.RANDOM
    assert list(ledger_faults()) == []
    next_day()
    draw_case(new_case())
    assert replayed(client, court, tmp_path) == ""
    assert '"kind":"outage"' in (tmp_path / "log.jsonl").read_text()


def test_the_next_outage_goes_on_after_the_last_turn(listed: str, court: Body, clerk: User, head: User) -> None:
    outages.confirm_outage(entered(court, listed, clerk, papers=2), by=head)
    next_day()
    outage = outages.confirm_outage(entered(court, listed, clerk, papers=2), by=head)
    assert [paper.judges for paper in outage.papers.all()] == [["j01"], ["j02"]]


def test_an_outage_that_nobody_confirmed_gives_no_case(
    listed: str, court: Body, clerk: User, head: User, new_person: Callable[..., User], new_case: NewCase
) -> None:
    outage, council = entered(court, listed, head), new_person("chair", court)
    with pytest.raises(Refused):
        outages.confirm_outage(outage, by=head)
    paper = outage.papers.first()
    assert settle(became(paper, new_case)).way == Way.RANDOM
    with pytest.raises(Refused):
        entered(court, listed, clerk)
    outages.refuse_outage(outage, answer="Sistem işləyirdi", by=council)
    outage.refresh_from_db()
    assert (outage.state, outage.index) == (Asked.REFUSED, None)
    assert entered(court, listed, clerk).is_open


def test_a_paper_of_another_kind_or_of_a_judge_who_cannot_is_drawn(
    listed: str, court: Body, clerk: User, head: User, new_case: NewCase
) -> None:
    outage = outages.confirm_outage(entered(court, listed, clerk), by=head)
    first, second, *_rest = outage.papers.all()
    CourtLog.objects.get(court=court).places.filter(judge__public_id="j03").update(until_on=clock.today())
    assert settle(became(second, new_case)).way == Way.RANDOM
    assert settle(became(first, new_case, kind="criminal")).way == Way.RANDOM


def test_without_a_list_of_the_day_before_no_paper_is_taken(
    judges: list[Judge], court: Body, clerk: User, head: User
) -> None:
    open_at_need(court)
    pool = f"{court.short_code}/mulki"
    with pytest.raises(Refused):
        entered(court, pool, clerk)
    outage = outages.confirm_outage(entered(court, pool, clerk, papers=0), by=head)
    assert outage.index is not None


@pytest.mark.requirement("BP-M05")
def test_an_outage_is_entered_confirmed_and_its_papers_registered_on_the_pages(
    as_user: AsUser, listed: str, court: Body, clerk: User, head: User, murad: User, new_case: NewCase
) -> None:
    desk, chair = as_user(clerk), as_user(head)
    day = f"{clock.today() - clock.DAY:%d.%m.%Y}"
    typed = {"from_on": day, "from_hour": "12:00", "to_on": day, "to_hour": "12:01"}
    typed |= {"note": "İşıq kəsildi", "papers_0": "11 Əliyev\n\n12 Quliyev"}
    assert desk.get("/allocation/outages/enter/").status_code == 200
    assert desk.post("/allocation/outages/enter/", typed | {"to_on": "01.01.2020"}).status_code == 422
    place = desk.post("/allocation/outages/enter/", typed).url
    assert desk.post(f"{place}confirm/").status_code == 403
    assert place in chair.get("/allocation/waiting/").content.decode()
    assert chair.get(f"{place}confirm/").status_code == 200
    assert chair.post(f"{place}refuse/", {}).status_code == 422
    assert chair.post(f"{place}confirm/").url == place
    first, _second = PaperCase.objects.order_by("order")
    shown = desk.get(place).content.decode()
    assert f"/cases/register/?submission={first.submission}" in shown
    assert "12 Quliyev" in shown
    assert str(first.submission) in desk.get(f"/cases/register/?submission={first.submission}").content.decode()
    case = became(first, new_case)
    shown = desk.get(place).content.decode()
    assert case.get_absolute_url() in shown
    assert str(first.submission) not in shown
    assert as_user(murad).get(place).status_code == 404
    assert desk.get("/allocation/outages/").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_the_pages_of_an_outage_are_accessible(
    live_server: Any, as_user: AsUser, listed: str, court: Body, clerk: User, head: User
) -> None:
    place = entered(court, listed, clerk).get_absolute_url()
    cookie = as_user(head).cookies["sessionid"].value
    with browser() as opened:
        context = opened.new_context()
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        for address in ("/allocation/outages/", "/allocation/outages/enter/", place, f"{place}confirm/"):
            page.goto(f"{live_server.url}{address}")
            assert in_both_themes(page) == []
