"""The programs' door: the same rules as the pages, fields without their right absent, at a fixed price."""

import datetime as dt

import pytest

from core import clock
from courtcms.api import CaseLine
from journal.access import who_saw
from tests.portal.test_front_page import hear

__all__ = ["hear"]
CASES = "/api/v1/cases"


def test_the_description_names_every_door(client):
    described = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/cases", "/api/v1/cases/{pk}", "/api/v1/hearings"} <= set(described["paths"])
    assert {"401", "403", "404"} <= set(described["paths"]["/api/v1/cases/{pk}"]["get"]["responses"])


def test_strangers_are_told_so(client, case, db):
    assert client.get(CASES).status_code == 401
    assert client.get(f"{CASES}/{case.pk}").status_code == 401


def test_a_citizen_has_no_right_to_the_docket(as_user, aysel, case):
    assert as_user(aysel).get(CASES).status_code == 403
    assert as_user(aysel).get(f"{CASES}/{case.pk}").status_code == 403


def test_the_list_shows_what_one_may_see(as_user, clerk, murad, case, new_case):
    sealed = new_case(is_sealed=True)
    numbers = [row["number"] for row in as_user(clerk).get(CASES).json()["items"]]
    assert case.number in numbers and sealed.number not in numbers
    assert as_user(murad).get(CASES).json() == {"items": [], "next": ""}
    assert as_user(murad).get(f"{CASES}/{case.pk}").status_code == 404
    assert as_user(clerk).get(f"{CASES}/{sealed.pk}").status_code == 404


def test_a_line_of_the_list_has_the_shape_of_its_description_and_says_what_the_case_says(as_user, clerk, case):
    (line,) = as_user(clerk).get("/api/v1/cases").json()["items"]
    whole = as_user(clerk).get(f"/api/v1/cases/{case.pk}").json()
    assert CaseLine.model_validate(line).number == case.number
    assert set(line) == set(CaseLine.model_fields) and line == {name: whole[name] for name in line}


def test_pages_follow_one_another_without_gap(as_user, clerk, new_case):
    wanted = {new_case().number for _turn in range(5)}
    client, after, got = as_user(clerk), "", []
    for _page in range(3):
        page = client.get(CASES, {"limit": 2, "after": after} if after else {"limit": 2}).json()
        got += [row["number"] for row in page["items"]]
        after = page["next"]
    assert (set(got), len(got), after) == (wanted, 5, "")


@pytest.mark.requirement("BP-M15")
@pytest.mark.parametrize(
    ("right", "absent"),
    [("cases.claim_price", "claim_price"), ("parties.fin", "fin"), ("parties.contacts", "phone")],
)
def test_without_the_field_right_the_value_is_absent(as_user, clerk, new_person, without, court, case, right, absent):
    blind = new_person(without("clerk", right), court)
    for address in (CASES, f"{CASES}/{case.pk}"):
        assert f'"{absent}"' not in as_user(blind).get(address).content.decode()
    assert f'"{absent}"' in as_user(clerk).get(f"{CASES}/{case.pk}").content.decode()


def test_opening_a_case_is_written_down_for_its_parties(as_user, clerk, case):
    as_user(clerk).get(f"{CASES}/{case.pk}")
    assert who_saw(["fin:5XK2T7P"]).filter(purpose="API", user_id=clerk.pk).count() == 1


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x"])
def test_odd_questions_are_refused(as_user, clerk, query):
    assert as_user(clerk).get(f"{CASES}?{query}").status_code == 422


def test_hearings_are_open_to_all_without_names(client, case, hear, new_case, court):
    hear(case)
    hear(new_case(is_sealed=True), 12)
    page = client.get("/api/v1/hearings", {"court": court.code}).json()
    assert [row["case"] for row in page["items"]] == [case.number]
    assert page["items"][0]["parties"] == "A. R. – V. Ə."
    other = clock.today() + dt.timedelta(days=1)
    assert client.get("/api/v1/hearings", {"day": other.isoformat()}).json()["items"] == []
    assert client.get("/api/v1/hearings", {"court": "no-such"}).status_code == 404
    assert client.get("/api/v1/hearings", {"day": "x"}).status_code == 422


def test_a_list_costs_the_same_for_one_case_and_for_ten(as_user, clerk, new_case, cost):
    client = as_user(clerk)
    first = new_case()
    one = [cost(client, CASES), cost(client, f"{CASES}/{first.pk}")]
    for _turn in range(9):
        new_case()
    assert [cost(client, CASES), cost(client, f"{CASES}/{first.pk}")] == one
