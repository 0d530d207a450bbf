"""The page of levers in a browser."""

from typing import Any

import pytest

from accounts.models import User
from allocation.changes import simulate_change
from allocation.models import ChangeOfRule
from reference.models import Body
from tests.allocation.test_levers_pages import PAGE, AsUser, NewCase, log, second, share
from tests.axe import browser, findings, in_both_themes

__all__ = ["log", "second", "share"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_the_pages_of_levers_are_accessible(
    live_server: Any, as_user: AsUser, second: User, share: ChangeOfRule, new_case: NewCase, court: Body
) -> None:
    for _ in range(4):
        new_case()
    simulate_change(share, by=second)
    cookie = as_user(second).cookies["sessionid"].value
    with browser() as opened:
        context = opened.new_context()
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        for address in (PAGE, f"{PAGE}propose/rule/", share.get_absolute_url(), f"{share.get_absolute_url()}approve/"):
            page.goto(f"{live_server.url}{address}")
            assert in_both_themes(page) == []
            assert findings(page) == []
