"""A month of draws: statistics that anybody reads without a name, and chair and council with names."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from allocation import alarms
from allocation.actions import draw_case, draw_many
from allocation.models import CourtLog, Draw
from allocation.monthly import holds, month_of
from allocation.watching import find_odd_months
from cases.models import Case, Participation
from core import clock
from parties.models import Party
from reference.models import Body, PartyRole
from tests.allocation.beginning import registered
from tests.allocation.test_public_draws import next_day

NewCase = Callable[..., Case]
NAME = "Sübhanverdizadə"


def begin(court: Body) -> None:
    """Thirty cases of one claimant, all of yesterday."""
    party = Party.objects.create(surname=NAME, given_name="Tural", full_name=f"{NAME} Tural", fin="7AA1BB2")
    role = PartyRole.objects.filter(side="claimant").first()
    cases = [registered(court) for _ in range(30)]
    joined = (Participation(case=case, party=party, role=role, from_on=clock.today()) for case in cases)
    Participation.objects.bulk_create(joined)
    draw_many(court, [(case, None) for case in cases])
    next_day()


@pytest.fixture
def month(court: Body) -> CourtLog:
    """The log of the court with the draws."""
    return CourtLog.objects.get(court=court)


def first_of(log: CourtLog) -> dt.date:
    """The first day of the month of the draws."""
    return clock.local(Draw.objects.filter(log=log).first().at).date().replace(day=1)


def steer(log: CourtLog) -> None:
    """Write as if the first judge had got every case."""
    Draw.objects.filter(log=log).update(judges=["j01"])


@pytest.mark.requirement("EM-6.1.13")
def test_the_statistics_of_a_court_name_nobody(client: Client, month: CourtLog, court: Body) -> None:
    of = {"month": f"{first_of(month):%Y-%m}"}
    page = client.get(f"/draws/{court.short_code}/statistics/", of).content.decode()
    assert "100 %" in page
    assert "j03" in page
    assert NAME not in page
    assert "7AA1BB2" not in page


def test_steered_cases_and_draws_that_do_not_recompute_are_told_to_the_chair_by_name(
    as_user: Any, month: CourtLog, chair: User, clerk: User, court: Body
) -> None:
    first = first_of(month)
    honest = month_of(month, first)
    assert (honest.random, honest.recomputed) == (30, 30)
    steer(month)
    next_day()
    rigged = month_of(month, first)
    assert rigged.recomputed < rigged.random
    assert rigged.worst_z > 3
    assert rigged.is_odd
    page = as_user(chair).get("/allocation/statistics/", {"month": f"{first:%Y-%m}"})
    assert NAME in page.content.decode()
    assert page.context["month"].is_odd
    assert as_user(clerk).get("/allocation/statistics/").status_code == 403
    assert NAME not in Client().get(f"/draws/{court.short_code}/statistics/").content.decode()


def test_a_draw_of_which_anything_was_changed_does_not_recompute(month: CourtLog) -> None:
    draw = Draw.objects.filter(log=month).order_by("index")[3]
    assert holds(draw)
    draw.tickets[0][draw.judges[0]] += 1
    assert not holds(draw)
    draw.refresh_from_db()
    draw.witness_proof = draw.court_proof
    assert not holds(draw)


def test_statistics_of_a_month_without_draws_are_empty_and_not_broken(client: Client, month: CourtLog) -> None:
    place = f"/draws/{month.court.short_code}/statistics/"
    for wanted in ("2020-01", "2026-13", "x", "2026-1"):
        assert client.get(place, {"month": wanted}).status_code == 200


def test_statistics_cost_the_same_for_few_draws_and_for_many(
    client: Client, month: CourtLog, new_case: NewCase, count_queries: Any, empty_cache: Any
) -> None:
    counts, of = [], {"month": f"{first_of(month):%Y-%m}"}
    for _ in range(3):  # the keys of the log are read once a process
        empty_cache()
        clock.forget()
        clock.offset()
        with count_queries() as counted:
            client.get(f"/draws/{month.court.short_code}/statistics/", of)
        counts.append(len(counted))
        draw_case(new_case())
        next_day()
    assert counts[1] == counts[2]


@pytest.mark.requirement("EM-6.1.13")
def test_a_month_that_does_not_look_like_chance_is_an_alarm_on_the_desk_of_chair_and_council(
    as_user: Any, month: CourtLog, chair: User, clerk: User, new_person: Any, new_judge: Any, other_court: Body
) -> None:
    by_chance = month_of(month, first_of(month)).is_odd  # so one honest month in forty looks
    assert find_odd_months() == by_chance
    assert ("draws odd" in [alarm.code for alarm in alarms.current()]) == by_chance
    steer(month)
    next_day()
    assert find_odd_months() >= 1
    observer = new_person("observer", Body.objects.filter(kind="council").first())
    for person in (chair, observer):
        for page in ("/desk/", "/desk/alerts/"):
            told = as_user(person).get(page).context["watched"]
            assert "draws odd" in [alarm.code for alarm in told], (person, page)
            assert month.court.name in [alarm.where for alarm in told], (person, page)
    stranger = new_judge(other_court, role="chair").user
    assert as_user(stranger).get("/desk/").context["watched"] == []
    assert "watched" not in as_user(clerk).get("/desk/").context
    assert NAME not in as_user(chair).get("/desk/").content.decode()
