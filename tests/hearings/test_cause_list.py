"""The cause list: one day's hearings in the order of the clock, for the door of the courtroom."""

import pytest

from hearings.models import Kind
from tests.hearings.test_booking import at, new_accepted, room, set_one, working_day  # noqa: F401


@pytest.fixture
def day(new_accepted, room, judge):  # noqa: F811
    """A day with two hearings, and one of another day."""
    set_one(new_accepted(), room, judge, starts=at(15), kind=Kind.MAIN)
    set_one(new_accepted(), room, judge, starts=at(10))
    set_one(new_accepted(), room, judge, starts=at(11, ahead=16))
    return working_day()


def test_the_list_of_a_day_follows_the_clock(as_user, clerk, day):
    page = as_user(clerk).get(f"/calendar/list/?day={day}").content.decode()
    assert page.index("<b>10:00</b>") < page.index("<b>15:00</b>")
    assert "11:00</b>" not in page
    assert f"{day:%d.%m.%Y}" in page


def test_a_judge_may_print_the_own_hearings_alone(as_user, chair, judge, day):
    assert "<b>10:00</b>" in as_user(judge).get(f"/calendar/list/?day={day}&mine=1").content.decode()
    assert "<b>10:00</b>" not in as_user(chair).get(f"/calendar/list/?day={day}&mine=1").content.decode()


@pytest.mark.parametrize("query", ["", "?day=yesterday", "?day=2026-02-31"])
def test_a_day_that_makes_no_sense_is_today(as_user, clerk, query):
    assert as_user(clerk).get(f"/calendar/list/{query}").status_code == 200


def test_another_court_reads_a_list_of_its_own(as_user, murad, day):
    assert "<b>10:00</b>" not in as_user(murad).get(f"/calendar/list/?day={day}").content.decode()
