"""Acceptance: by the judge once the duty is settled, or by law when five days pass in silence."""

import datetime as dt

import pytest

from cases.actions import accept_case, cancel_registration, settle_duty
from cases.lifecycle import Status
from cases.models import Case, Deadline
from cases.tasks import run_the_law
from core import clock
from core.errors import Refused, Stale
from core.models import ClockOffset
from journal.actors import LAW
from journal.models import Entry
from reference.calendar import calendar
from reference.models import Body, CalendarDay
from tests.cast import registered
from tests.conftest import YASAMAL
from tests.people import LEYLA, RASHAD, judge_of, person


def move_clock(days):
    ClockOffset.objects.create(days=days, moved_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), moved_by="test")
    clock.forget()


@pytest.fixture(scope="module")
def kept_case(kept):
    """A registered case of Rashad's, the duty not paid."""
    with kept.unblock():
        court = Body.objects.get(code=YASAMAL)
        case = registered(court, person("clerk", court, **LEYLA))
        Case.objects.filter(pk=case.pk).update(judge=judge_of(court, **RASHAD))
        return case.pk


@pytest.fixture
def case(kept_case, db):
    return Case.objects.get(pk=kept_case)


def test_case_is_not_accepted_before_the_duty_is_paid(case, judge):
    with pytest.raises(Refused):
        accept_case(case, seen=case.version, by=judge)
    settle_duty(case, ground="qəbz 1", by=LAW)
    accept_case(case, seen=case.version, by=judge)
    case.refresh_from_db()
    assert case.status == Status.ACCEPTED and not case.accepted_by_law


def test_the_button_is_barred_with_its_reason_until_the_duty_is_paid(as_user, case, judge):
    page = as_user(judge).get(f"/cases/{case.pk}/").content.decode()
    assert f'action="/cases/{case.pk}/accept/"' not in page
    assert 'class="barred"' in page
    settle_duty(case, ground="qəbz 1", by=LAW)
    page = as_user(judge).get(f"/cases/{case.pk}/").content.decode()
    assert f'action="/cases/{case.pk}/accept/"' in page


@pytest.mark.requirement("BP-M15", "EM-12.2")
def test_a_clerk_has_no_button_to_accept_and_the_post_is_refused(as_user, case, clerk):
    settle_duty(case, ground="qəbz 1", by=LAW)
    assert f"/cases/{case.pk}/accept/" not in as_user(clerk).get(f"/cases/{case.pk}/").content.decode()
    assert as_user(clerk).post(f"/cases/{case.pk}/accept/", {"seen": case.version}).status_code == 403


def test_a_stale_form_is_refused(as_user, case, judge):
    settle_duty(case, ground="qəbz 1", by=LAW)
    with pytest.raises(Stale):
        accept_case(case, seen=case.version + 1, by=judge)
    assert as_user(judge).post(f"/cases/{case.pk}/accept/", {"seen": "77"}).status_code == 409
    assert as_user(judge).post(f"/cases/{case.pk}/accept/", {}).status_code == 409


@pytest.mark.requirement("EM-6.1.18", "EO-2.7")
def test_five_days_of_silence_accept_the_claim_with_the_law_as_actor(case):
    last = Deadline.objects.get(case=case, term__code="mpm-accept").due_on
    assert last >= clock.today() + dt.timedelta(days=5)
    move_clock((last - clock.today()).days)
    run_the_law()
    case.refresh_from_db()
    assert case.status == Status.REGISTERED
    move_clock(1)
    run_the_law()
    case.refresh_from_db()
    assert case.status == Status.ACCEPTED and case.accepted_by_law
    assert Entry.objects.get(event="cases.accepted", dossier=case.pk).actor_name == "law"


def test_a_fifth_day_without_work_gives_the_court_until_the_next_worked_day(case):
    fifth = clock.today() + dt.timedelta(days=5)
    term = Deadline.objects.get(case=case, term__code="mpm-accept")
    CalendarDay.objects.update_or_create(date=fifth, defaults={"is_working": False, "name_az": "Səsvermə günü"})
    term.due_on = calendar().roll_forward(fifth)
    term.save()
    move_clock((term.due_on - clock.today()).days)
    run_the_law()
    case.refresh_from_db()
    assert term.due_on > fifth and case.status == Status.REGISTERED


@pytest.mark.parametrize("kind", ["criminal", "administrative"])
def test_silence_accepts_no_case_of_a_code_that_does_not_say_so(new_case, court, kind):
    case = new_case(kind=kind, price=None)
    move_clock(30)
    run_the_law()
    case.refresh_from_db()
    assert case.status == Status.REGISTERED


def test_acceptance_closes_its_term_and_opens_the_next(case, judge):
    assert Deadline.objects.get(case=case, term__code="mpm-accept").closed_on is None
    settle_duty(case, ground="qəbz 1", by=LAW)
    accept_case(case, seen=case.version, by=judge)
    assert Deadline.objects.get(case=case, term__code="mpm-accept").closed_on == clock.today()
    assert Deadline.objects.get(case=case, term__code="mpm-copies").closed_on is None


def test_a_cancelled_registration_keeps_its_number_with_the_ground(case, clerk, court):
    cancel_registration(case, ground="İki dəfə qeydə alınıb", seen=case.version, by=clerk)
    case.refresh_from_db()
    assert case.status == Status.CANCELLED and case.closing_ground == "İki dəfə qeydə alınıb"
    assert registered(court, clerk).sequence == case.sequence + 1


def test_a_registration_is_not_cancelled_without_a_ground(case, clerk):
    with pytest.raises(Refused):
        cancel_registration(case, ground="  ", seen=case.version, by=clerk)
