"""A judgment enters into force a month after the last service, if nobody appealed (MPM 233.1, 360)."""

import datetime as dt

import pytest

from cases.lifecycle import Status
from cases.models import Case, Deadline, Filing, FilingKind, Serving
from core import clock
from decisions.force import in_force_on, unserved
from decisions.tasks import enter_due
from journal import deliveries
from journal.models import Entry
from parties.models import Party
from tests.decisions.conftest import move_clock

D = dt.date


def test_the_day_after_the_last_term_is_the_day_of_force():
    servings = {"a": D(2026, 11, 23), "b": D(2026, 11, 30)}
    terms = {"a": D(2026, 12, 23), "b": D(2026, 12, 30)}
    assert in_force_on(servings, terms, []) == D(2026, 12, 31)


def test_an_unserved_party_keeps_the_judgment_from_entering_into_force():
    servings = {"a": D(2026, 11, 23), "b": None}
    assert in_force_on(servings, {"a": D(2026, 12, 23)}, []) is None
    assert unserved(servings) == ["b"]


def test_a_served_party_without_a_counted_term_keeps_it_too():
    assert in_force_on({"a": D(2026, 11, 23)}, {}, []) is None


def test_nobody_to_serve_is_not_everybody_served():
    assert in_force_on({}, {}, []) is None


@pytest.mark.parametrize("day, holds", [(D(2026, 12, 23), True), (D(2026, 12, 24), False)])
def test_an_appeal_in_time_holds_the_judgment_back_and_a_late_one_does_not(day, holds):
    found = in_force_on({"a": D(2026, 11, 23)}, {"a": D(2026, 12, 23)}, [day])
    assert found == (None if holds else D(2026, 12, 24))


def last_day(case):
    return max(Deadline.objects.filter(case=case, term__code="mpm-appeal").values_list("due_on", flat=True))


def until(day):
    move_clock((day - clock.today()).days)


def test_the_judgment_enters_into_force_by_the_clock(served):
    last = last_day(served.case)
    until(last)
    enter_due()
    assert Case.objects.get(pk=served.case_id).status == Status.DECIDED
    move_clock(1)
    enter_due()
    case = Case.objects.get(pk=served.case_id)
    assert case.status == Status.IN_FORCE and case.in_force_on == last + dt.timedelta(days=1)
    assert Entry.objects.get(event="cases.entered_into_force").actor_name == "law"
    assert not Deadline.objects.filter(case=case, term__code="mpm-force", closed_on=None).exists()


def test_a_party_without_service_is_shown_and_holds_the_judgment_back(as_user, signed, judge):
    Party.objects.filter(fin="2MV8C4R").update(fin=None, email="", phone="")
    deliveries.drain()
    assert Serving.objects.filter(document=signed.document_id).count() == 1
    assert not Entry.objects.filter(event="decisions.delivered").exists()
    page = as_user(judge).get(f"/cases/{signed.case_id}/acts/").content.decode()
    assert '<span class="late">' in page
    move_clock(90)
    enter_due()
    assert Case.objects.get(pk=signed.case_id).status == Status.DECIDED


def test_an_appeal_keeps_the_judgment_from_entering_into_force(served, claimant):
    Filing.objects.create(case=served.case, kind=FilingKind.APPEAL, participation=claimant)
    move_clock(90)
    enter_due()
    assert Case.objects.get(pk=served.case_id).status == Status.DECIDED
