"""The pages of a reserve judge in a browser."""

from typing import Any

import pytest

from allocation.actions import draw_case
from cases.lifecycle import Status
from cases.models import Case, JudgeSeat
from reference.models import Body
from tests.allocation.test_reserve import NewCase, accepted_criminal, fresh, member, recused, reserved
from tests.axe import browser, in_both_themes

__all__ = ["reserved"]


@pytest.fixture
def criminal(court: Body, appeal_court: Body) -> Case:
    accepted_criminal(court)
    return fresh(Case.objects.get(court=appeal_court, kind__code="criminal"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_the_pages_of_a_reserve_judge_are_accessible(
    live_server: Any, as_user: Any, new_case: NewCase, appeal_court: Body, criminal: Case, reserved: JudgeSeat
) -> None:
    second = new_case(appeal_court, kind="criminal")
    draw_case(second)
    Case.objects.filter(pk=second.pk).update(status=Status.ACCEPTED)
    second = fresh(second)
    recused(criminal, member(criminal), reserved.judge.user)
    pages = [(second, "ask-reserve"), (criminal, "seat-reserve")]
    visits = [
        (as_user(case.judge.user).cookies["sessionid"].value, f"/allocation/{case.pk}/{act}/") for case, act in pages
    ]
    with browser() as opened:
        for cookie, address in visits:
            context = opened.new_context()
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
            page = context.new_page()
            assert page.goto(f"{live_server.url}{address}").status == 200
            assert in_both_themes(page) == []
