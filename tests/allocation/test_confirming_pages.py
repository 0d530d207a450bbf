"""The pages of the second person in a browser: axe finds nothing in light and dark, the keyboard alone is enough."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from allocation.complexity import Level
from allocation.corrections import ask_correction
from allocation.models import CategoryCheck
from cases.models import Case
from reference.models import Body
from staff.models import Judge
from tests.axe import browser, findings

NewCase = Callable[..., Case]
LIST = "/allocation/categories/"
LOOKS = (("light", 1280), ("dark", 360))

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def cases(new_case: NewCase, judges: list[Judge], clerk: User) -> list[Case]:
    """Four registered by Leyla; of the last a correction was asked for."""
    found = [Case.objects.get(pk=new_case().pk) for _ in range(4)]
    CategoryCheck.objects.update(registered_by=clerk)
    last = found[-1]
    facts = {"category": last.category, "level": Level.COMPLEX, "reason": "qırx iştirakçı", "seen": last.version}
    ask_correction(last, **facts, by=clerk)
    return found


@pytest.fixture
def opened(
    cases: list[Case],
    live_server: Any,
    as_user: Callable[[User], Client],
    new_person: Callable[..., User],
    court: Body,
) -> Any:
    """A browser in which the head of the court is signed in; the cases are made before it opens."""
    cookie = as_user(new_person("chair", court, surname="Məmmədova")).cookies["sessionid"].value
    with browser() as chromium:
        context = chromium.new_context(base_url=live_server.url)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        yield context.new_page()


def test_the_pages_of_the_second_person_are_accessible(opened: Any, cases: list[Case]) -> None:
    doors = [f"/allocation/{case.pk}/{page}/" for case in (cases[0], cases[-1]) for page in ("category", "correct")]
    for door in (LIST, *doors, "/desk/?queue=categories", "/allocation/statistics/", "/allocation/levers/"):
        opened.goto(door)
        for theme, width in LOOKS:
            opened.set_viewport_size({"width": width, "height": 900})
            opened.emulate_media(color_scheme=theme)
            assert findings(opened) == [], (door, theme, width)
            wide = "[...document.querySelectorAll('main *')].some(e => e.scrollWidth > e.clientWidth + 1"
            wide += " && getComputedStyle(e).overflowX === 'visible' && e.getBoundingClientRect().right > innerWidth)"
            assert not opened.evaluate(wide), (door, width)


def test_several_are_confirmed_by_the_keyboard_alone(opened: Any, cases: list[Case]) -> None:
    opened.goto(LIST)
    opened.focus("[data-all]")
    opened.keyboard.press("Space")
    assert "3" in opened.inner_text(".bulk b")
    opened.focus(".bulk button")
    opened.keyboard.press("Enter")
    opened.wait_for_url(f"**{LIST}")
    opened.locator("input[name=rows]").first.wait_for(state="detached")
    rows = opened.inner_text("tbody")
    assert [case.number in rows for case in cases] == [False, False, False, True]
