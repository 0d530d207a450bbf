from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Delivery, State
from tests.axe import browser, in_both_themes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_the_pages_of_notices_are_clear_to_everybody(
    live_server: Any, as_user: Callable[[User], Client], tell: Callable[..., list[Delivery]], clerk: User
) -> None:
    (cabinet, mail) = tell(document=7, fin="5XK2T7P", email="a@mail.example")
    (paper,) = tell(document=8)
    Delivery.objects.filter(pk=mail.pk).update(state=State.UNCERTAIN, error="?")
    key = as_user(clerk).cookies["sessionid"].value
    doors = ["/notices/", *(f"/notices/{one.pk}/" for one in (cabinet, mail, paper))]
    with browser() as opened:
        context = opened.new_context()
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        page = context.new_page()
        for door in doors:
            page.goto(live_server.url + door)
            assert in_both_themes(page) == [], door
