"""A hearing whose day is over and that nobody opened: a task of the court, and no longer the next hearing."""

import datetime as dt

import pytest

from cases.models import Case, Deadline
from core import clock
from core.models import ClockOffset
from hearings import booking
from hearings.models import Hearing, Protocol, State
from hearings.tasks import turn_the_day
from tests.hearings.test_booking import at, new_accepted, room, set_one, working_day  # noqa: F401

ROWS = "/desk/?queue=missed"
HEAD = "Növbəti iclas"


@pytest.fixture
def missed(new_accepted, room, judge):  # noqa: F811
    """A hearing of Rashad's on a day that is over."""
    hearing = set_one(new_accepted(), room, judge)
    _a_day_later()
    return hearing


def _move_clock(days):
    ClockOffset.objects.create(days=days, moved_at=clock.now(), moved_by="test")
    clock.forget()


def _a_day_later():
    _move_clock((working_day() - clock.today()).days + 1)


def _count(response):
    return next(queue.count for queue in response.context["queues"] if queue.url == "?queue=missed")


def _next_hearing(client, case):
    return next(fact.value for fact in client.get(case.get_absolute_url()).context["facts"] if fact.label == HEAD)


def test_what_nobody_held_waits_on_the_desk_of_clerk_and_judge_until_it_is_said_what_became_of_it(
    as_user, clerk, judge, murad, missed
):
    for person in (clerk, judge):
        desk = as_user(person).get(ROWS)
        assert (
            _count(desk) == 1 and "Nəticəsi yazılmamış iclaslar" in desk.text and missed.get_absolute_url() in desk.text
        )
    assert missed.get_absolute_url() not in as_user(murad).get(ROWS).text
    as_user(clerk).post(f"/calendar/{missed.pk}/cancel/", {"reason": "hakim xəstə olub"})
    assert [_count(as_user(person).get(ROWS)) for person in (clerk, judge)] == [0, 0]


def test_a_hearing_stands_on_no_desk_while_its_day_is_not_over(as_user, judge, new_accepted, room):  # noqa: F811
    set_one(new_accepted(), room, judge)
    _move_clock((working_day() - clock.today()).days)
    assert _count(as_user(judge).get(ROWS)) == 0


def test_another_judge_is_not_asked_about_it(as_user, court, new_judge, missed):
    assert _count(as_user(new_judge(court).user).get(ROWS)) == 0


def test_head_docket_and_api_of_the_case_show_no_hearing_of_a_day_that_is_over(as_user, judge, missed):
    client, day = as_user(judge), f"{clock.local(missed.starts_at):%d.%m.%Y}"
    assert _next_hearing(client, missed.case) == "təyin edilməyib"
    assert day not in client.get("/cases/").text
    (line,) = client.get("/api/v1/cases").json()["items"]
    assert line["next_hearing_at"] is None


def test_the_hearing_set_after_it_becomes_the_next_one(as_user, judge, new_accepted, room):  # noqa: F811
    case = new_accepted()
    set_one(case, room, judge)
    later = set_one(case, room, judge, at(10, ahead=20))
    _a_day_later()
    turn_the_day()
    assert Case.objects.get(pk=case.pk).next_hearing_at == later.starts_at
    assert f"{clock.local(later.starts_at):%d.%m.%Y}" in _next_hearing(as_user(judge), case)


def test_its_page_says_that_nothing_is_entered_and_names_the_steps(as_user, judge, missed):
    page = as_user(judge).get(missed.get_absolute_url()).text
    assert "Bu iclasın nəticəsini heç kim yazmayıb." in page and "başqa vaxta təxirə salın" in page
    assert f"/calendar/{missed.pk}/adjourn/" in page and f"/calendar/{missed.pk}/cancel/" in page
    assert "İclası aç" not in page and as_user(judge).post(f"/calendar/{missed.pk}/start/").status_code == 422
    assert Hearing.objects.get().sitting.state == State.PLANNED


def test_one_that_was_held_is_entered_with_its_hours_and_why_so_late(as_user, clerk, judge, missed):
    desk, door = as_user(clerk), f"/calendar/{missed.pk}/enter/"
    held = {"began": "10:05", "ended": "09:50", "reason": "şəbəkə işləmirdi"}
    assert "başlama vaxtından sonra deyil" in desk.post(door, held).text and not Protocol.objects.exists()
    assert desk.post(door, held | {"ended": "10:50"}).url == missed.get_absolute_url()
    protocol, day = Protocol.objects.get(), clock.local(missed.starts_at).date()
    assert (protocol.began_at, protocol.ended_at) == (clock.at(day, dt.time(10, 5)), clock.at(day, dt.time(10, 50)))
    assert Deadline.objects.get(term__code="mpm-protocol").starts_on == day
    assert "10:05 – 10:50, şəbəkə işləmirdi" in desk.get(missed.case.get_absolute_url()).text
    assert _count(desk.get(ROWS)) == 0 and "Bitib" in desk.get(missed.get_absolute_url()).text
    assert [desk.get(door).status_code, desk.post(door, held).status_code] == [422, 422]


def test_a_hearing_whose_day_is_not_over_is_not_entered_as_held(as_user, clerk, new_accepted, room, judge):  # noqa: F811
    hearing = set_one(new_accepted(), room, judge)
    held = {"began": "10:05", "ended": "10:50", "reason": "şəbəkə işləmirdi"}
    assert as_user(clerk).post(f"/calendar/{hearing.pk}/enter/", held).status_code == 422
    assert not Protocol.objects.exists()


def test_the_lists_of_its_day_do_not_pretend_that_it_is_still_to_come(as_user, client, judge, missed):
    day = clock.local(missed.starts_at).date().isoformat()
    for page in (client.get(f"/hearings/?day={day}"), as_user(judge).get(f"/calendar/list/?day={day}")):
        assert "Nəticəsi yazılmayıb" in page.text and "Təyin edilib" not in page.text


def test_it_is_put_off_to_a_day_ahead(as_user, judge, room, missed):  # noqa: F811
    booking.adjourn(missed, room=room, starts_at=at(10), minutes=60, reason="hakim xəstə olub", by=judge)
    assert Case.objects.get(pk=missed.case_id).next_hearing_at == at(10)
    assert _count(as_user(judge).get(ROWS)) == 0
