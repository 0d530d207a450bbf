"""Protocols: kept while the hearing runs, signed by the clerk and then the judge, with three days for remarks."""

import datetime as dt

import pytest

from cases.lifecycle import Status
from cases.models import Deadline
from core import clock
from core.errors import Refused, Stale
from hearings import conduct
from hearings.models import Hearing, Kind
from tests.decisions.conftest import move_clock
from tests.hearings.test_booking import day_of_hearings, new_accepted, room, set_one  # noqa: F401


@pytest.fixture
def hearing(new_accepted, room, judge, day_of_hearings):  # noqa: F811
    """A hearing on the merits whose day has come."""
    hearing = set_one(new_accepted(), room, judge, kind=Kind.MAIN)
    day_of_hearings()
    return hearing


@pytest.fixture
def protocol(hearing, clerk, judge):
    """A hearing that is over, its protocol written."""
    conduct.start(hearing, by=judge)
    protocol = conduct.end(Hearing.objects.get(pk=hearing.pk), by=judge)
    came = {hearing.case.participations.first().pk: ("came", dt.time(10, 0))}
    return conduct.keep_protocol(protocol, text="Tərəflər dinlənildi.", attendance=came, seen=1, by=clerk)


def test_a_hearing_is_not_opened_before_the_day_for_which_everybody_is_called(
    as_user,
    new_accepted,  # noqa: F811
    room,  # noqa: F811
    judge,
    day_of_hearings,  # noqa: F811
):
    early = set_one(new_accepted(), room, judge)
    desk, address = as_user(judge), f"/calendar/{early.pk}/"
    page = desk.get(address).text
    assert f"{address}start/" not in page and "daha tez keçirmək üçün başqa vaxt təyin edin" in page
    assert desk.post(f"{address}start/").status_code == 422
    day_of_hearings()
    assert f"{address}start/" in desk.get(address).text
    assert desk.post(f"{address}start/").status_code == 302


@pytest.mark.requirement("BP-M09", "BP-C24")
def test_clerk_and_then_judge_sign_the_protocol_in_the_browser(as_user, protocol, hearing, clerk, judge):
    for ask in (as_user(judge).get, as_user(judge).post):
        assert ask(f"/calendar/{hearing.pk}/sign/judge/").status_code == 422
    assert as_user(clerk).post(f"/calendar/{hearing.pk}/sign/clerk/").status_code == 302
    assert as_user(judge).post(f"/calendar/{hearing.pk}/sign/judge/").status_code == 302
    protocol.refresh_from_db()
    assert protocol.is_signed and protocol.document.signed_at
    page = as_user(judge).get(f"/calendar/{hearing.pk}/").content.decode()
    assert "Tərəflər dinlənildi." in page and "Məhkəmə iclasının katibi" in page


def test_a_clerk_cannot_sign_as_judge(as_user, protocol, hearing, clerk):
    as_user(clerk).post(f"/calendar/{hearing.pk}/sign/clerk/")
    assert as_user(clerk).post(f"/calendar/{hearing.pk}/sign/judge/").status_code == 403


def test_a_signed_protocol_is_changed_no_more(protocol, clerk):
    conduct.sign_by_clerk(protocol, by=clerk)
    with pytest.raises(Refused):
        conduct.keep_protocol(protocol, text="başqa mətn", attendance={}, seen=2, by=clerk)


def test_two_clerks_do_not_overwrite_one_another(protocol, clerk):
    with pytest.raises(Stale):
        conduct.keep_protocol(protocol, text="köhnə səhifədən", attendance={}, seen=1, by=clerk)


def test_an_unfinished_protocol_is_not_signed(hearing, clerk, judge):
    conduct.start(hearing, by=judge)
    with pytest.raises(Refused):
        conduct.sign_by_clerk(hearing.protocol, by=clerk)


def test_the_first_hearing_on_the_merits_moves_the_case_on(hearing, judge):
    conduct.start(hearing, by=judge)
    hearing.case.refresh_from_db()
    assert hearing.case.status == Status.HEARING


def signed(protocol, clerk, judge):
    conduct.sign_by_clerk(protocol, by=clerk)
    return conduct.sign_by_judge(protocol, by=judge)


def test_remarks_are_taken_until_the_end_of_the_third_day_and_decided(protocol, hearing, clerk, judge):
    person = hearing.case.participations.first()
    with pytest.raises(Refused):
        conduct.file_remark(protocol, participation=person, text="vaxt səhvdir", by=clerk)
    protocol = signed(protocol, clerk, judge)
    last = conduct.remarks_until(protocol)
    assert last >= clock.today() + dt.timedelta(days=3)
    move_clock((last - clock.today()).days)
    remark = conduct.file_remark(protocol, participation=person, text="vaxt səhvdir", by=clerk)
    assert conduct.decide_remark(remark, is_accepted=True, reason="", by=judge).is_accepted
    move_clock(1)
    with pytest.raises(Refused, match="MPM 273"):
        conduct.file_remark(protocol, participation=person, text="gec", by=clerk)


@pytest.mark.parametrize(
    ("day", "last"),
    [("2026-11-03", "2026-11-06"), ("2026-11-05", "2026-11-11"), ("2026-11-06", "2026-11-11")],
)
def test_a_third_day_without_work_moves_the_end_to_the_next_worked_one(protocol, day, last):
    protocol.signed_by_judge_at = clock.at(dt.date.fromisoformat(day), dt.time(17))
    assert conduct.remarks_until(protocol) == dt.date.fromisoformat(last)


def test_the_page_takes_remarks_as_long_as_the_term_in_the_case_runs(protocol, hearing, clerk, judge):
    protocol = signed(protocol, clerk, judge)
    term = Deadline.objects.get(case=hearing.case, term__code="mpm-protocol-remarks")
    assert conduct.remarks_until(protocol) == term.due_on
