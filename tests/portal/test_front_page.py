"""The portal: one box that leads to the right door, and only what the law makes public."""

import datetime as dt

import pytest

from core import clock
from hearings.models import Hearing, Kind, Sitting
from portal.finding import door
from reference.models import Room


@pytest.fixture
def hear(judgeship):
    def today(case, hour=10):
        starts = clock.at(clock.today(), dt.time(hour))
        room = Room.objects.filter(body=case.court).first()
        sitting = Sitting.objects.create(
            body=case.court, room=room, judge=judgeship, during=(starts, starts + dt.timedelta(minutes=30))
        )
        return Hearing.objects.create(
            case=case,
            sitting=sitting,
            kind=Kind.MAIN,
            starts_at=starts,
            body=case.court,
            public_parties="A. R. – V. Ə.",
        )

    return today


@pytest.mark.requirement("EM-4.2.1")
def test_the_portal_shows_the_hearings_of_today_without_names(client, case, hear):
    hear(case)
    page = client.get("/").content.decode()
    assert f"<b>{case.sequence}</b>" in page
    assert "Rəhimli" not in page and "Aysel" not in page


def test_a_sealed_case_is_not_on_the_portal(client, new_case, hear):
    hear(new_case(is_sealed=True))
    assert client.get("/").context["hearings"] == []


def test_the_court_chosen_narrows_the_hearings(client, case, hear, other_court):
    hear(case)
    assert len(client.get("/", {"court": case.court.code}).context["hearings"]) == 1
    assert client.get("/", {"court": other_court.code}).context["hearings"] == []
    assert client.get("/", {"court": "no-such"}).status_code == 200


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("2(5-155)-4409/2026", "/hearings/?number=2%285-155%29-4409/2026"),
        ("e-2(5\N{EN DASH}155)\N{EN DASH}4409/2026", "/hearings/?number=e-2%285-155%29-4409/2026"),
        ("4409", "/hearings/?number=4409"),
        ("23AB 45CD 67EF", "/verify/23AB45CD67EF/"),
        ("http://127.0.0.1:8000/verify/ABCDEFGHJKMN/", "/verify/ABCDEFGHJKMN/"),
        ("0123456789abcdef0123", "/draws/0123456789abcdef0123/"),
        ("kirayə borcu", "/decisions/?q=kiray%C9%99%20borcu"),
        ("abcdefghjkmn", "/decisions/?q=abcdefghjkmn"),
        ("//evil.example", "/decisions/?q=//evil.example"),
    ],
)
def test_the_box_leads_to_the_right_door(client, words, address):
    assert door(words) == address
    response = client.get("/find/", {"q": words})
    assert (response.status_code, response["Location"]) == (302, address)


def test_nothing_typed_leads_home(client):
    assert client.get("/find/", {"q": " "})["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "status"), [("filing", 200), ("data", 200), ("no-such", 404)])
def test_guides_are_open_to_all(client, name, status):
    assert client.get(f"/guide/{name}/").status_code == status


def test_the_portal_costs_the_same_for_one_hearing_and_for_six(client, new_case, hear, cost):
    hear(new_case(), 9)
    one = cost(client, "/")
    for hour in range(10, 15):
        hear(new_case(), hour)
    assert cost(client, "/") == one
