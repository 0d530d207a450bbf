"""The bar over every page of the staff, in the window of a desk."""

import pytest

from tests.axe import browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
HAS_ROOM = "field => { field.value = field.placeholder; return field.scrollWidth <= field.clientWidth; }"


def test_what_can_be_searched_for_is_read_whole_in_each_language(live_server, as_user, clerk):
    key = as_user(clerk).cookies["sessionid"].value
    with browser() as opened:
        context = opened.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        page = context.new_page()
        cut = []
        for language in ("az", "en", "ru"):
            context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
            page.goto(f"{live_server.url}/desk/")
            assert page.locator("html").get_attribute("lang") == language
            cut += [] if page.locator(".find input").evaluate(HAS_ROOM) else [language]
    assert cut == []
