"""Registering a claim in the window of a desk: what is wrong is read at a glance, a silent register opens the way."""

import pytest

from tests.axe import browser
from tests.integrations.conftest import registers

__all__ = ["registers"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
# About four words of a message.
WORDS = 160
SQUEEZED = """width => [...document.querySelectorAll(".beside")].filter(one => one.offsetParent)
    .filter(one => one.getBoundingClientRect().width < width || one.scrollWidth > one.clientWidth)
    .map(one => one.textContent)"""


@pytest.fixture
def desk(live_server, as_user, clerk, judgeship):
    key = as_user(clerk).cookies["sessionid"].value
    with browser() as opened:
        context = opened.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/cases/register/")
        yield page


def test_what_is_wrong_with_a_field_has_room_for_its_words(desk):
    for name, typed in {"p0-phone": "12345", "category": "nə isə", "price": "çox", "text": "tələb"}.items():
        desk.fill(f"main [name={name}]", typed)
    with desk.expect_navigation():
        desk.click("aside button[name=register]")
    assert desk.locator(".field.wrong").count() >= 3
    assert desk.evaluate(SQUEEZED, WORDS) == []


def test_a_silent_register_opens_the_fields_of_the_name(desk, registers):
    registers.turn("down")
    desk.fill("[name=p0-fin]", "5XK2T7P")
    desk.keyboard.press("Tab")
    desk.locator("#told-0 .notice").wait_for()
    assert desk.locator("[name=p0-surname]").is_visible() and not desk.locator("[name=p1-surname]").is_visible()


def test_a_mistyped_fin_is_mended_and_does_not_open_the_fields_of_the_name(desk, registers):
    desk.fill("[name=p0-fin]", "5XK2T")
    desk.keyboard.press("Tab")
    desk.locator("#told-0 .notice").wait_for()
    assert not desk.locator("[name=p0-surname]").is_visible()
