"""The board on the glass: a hearing that begins is marked while nobody touches it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from hearings import conduct
from tests.axe import browser
from tests.hearings.test_booking import at, day_of_hearings, new_accepted, room, set_one  # noqa: F401

# Far below the 15 seconds after which the pages turn by themselves.
BEFORE_THE_TURN = 7000


def beside(act, *words):
    """Act in a thread of its own: Chromium's holds no database."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: (act(*words), connection.close())).result()


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
@pytest.mark.requirement("EO-2.4")
def test_a_hearing_that_begins_is_marked_on_the_glass_before_its_pages_turn(
    live_server,
    new_accepted,  # noqa: F811
    room,  # noqa: F811
    judge,
    court,
    day_of_hearings,  # noqa: F811
):
    hearing = set_one(new_accepted(), room, judge, at(9))
    day_of_hearings()
    with browser() as opened:
        page = opened.new_page()
        page.goto(f"{live_server.url}/kiosk/{court.short_code}/")
        page.get_by_text(str(hearing.case.sequence), exact=True).wait_for()
        assert page.locator(".board .now").count() == 0
        beside(lambda: conduct.start(hearing, by=judge))
        page.locator(".board .now").wait_for(timeout=BEFORE_THE_TURN)
        assert page.locator(".cut").is_hidden()


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
@pytest.mark.parametrize("glass", [(3840, 2160), (1920, 1080), (1440, 900), (1366, 768), (1280, 1024), (1024, 768)])
def test_the_board_fits_the_glass_that_a_court_has(live_server, glass):
    with browser() as opened:
        page = opened.new_page(viewport={"width": glass[0], "height": glass[1]})
        page.goto(f"{live_server.url}/gallery/kiosk/")
        cut = page.evaluate("""[...document.querySelectorAll(".board li > *, .board .no, .moved .no, .button")]
            .filter(one => { const row = (one.closest("li") ?? one.parentElement).getBoundingClientRect();
                return one.getBoundingClientRect().right > row.right + 1; }).map(one => one.textContent)""")
        assert cut == []
        assert page.evaluate("document.documentElement.scrollWidth") <= glass[0]
        assert page.locator("footer").bounding_box()["y"] < glass[1]
