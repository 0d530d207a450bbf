"""The term of appeal ends by the clock, when it is over for everybody who must be served (MPM 360)."""

import datetime as dt

import pytest
from django.utils import translation

from cases import events
from cases.models import Deadline
from cases.tasks import run_the_law
from core import clock
from journal import deliveries
from journal.actions import record
from journal.models import Entry
from parties.models import Party
from reference.calendar import calendar
from tests.decisions.conftest import move_clock

pytestmark = pytest.mark.django_db
EVENT = "cases.appeal_term_ended"


def last_day(case):
    return max(Deadline.objects.filter(case=case, term__code="mpm-appeal").values_list("due_on", flat=True))


def until(day):
    move_clock((day - clock.today()).days)


@pytest.mark.requirement("EM-6.1.17")
def test_the_end_is_recorded_once_by_the_law_and_stands_on_the_timeline(as_user, served, clerk):
    last = last_day(served.case)
    until(last)
    run_the_law()
    assert not Entry.objects.filter(event=EVENT).exists()
    move_clock(1)
    run_the_law()
    run_the_law()
    entry = Entry.objects.get(event=EVENT)
    assert (entry.actor_name, entry.dossier) == ("law", served.case_id)
    assert entry.data == {"on_date": last.isoformat(), "appealed": "no"}
    assert entry.title in as_user(clerk).get(f"/cases/{served.case_id}/?tab=timeline").content.decode()
    assert not Deadline.objects.filter(case=served.case, term__code="mpm-appeal-forward").exists()


def test_after_an_appeal_the_court_has_its_days_to_send_the_case_on(served, clerk, claimant):
    record_appeal(served.case, claimant, clerk)
    until(last_day(served.case) + dt.timedelta(days=1))
    run_the_law()
    entry = Entry.objects.get(event=EVENT)
    assert entry.data["appealed"] == "yes"
    forward = Deadline.objects.get(case=served.case, term__code="mpm-appeal-forward")
    assert forward.starts_on.isoformat() == entry.data["on_date"]


def record_appeal(case, claimant, clerk):
    record(events.APPEAL_FILED, on=case, by=clerk, participation=claimant.pk)


def test_it_does_not_end_while_somebody_is_not_served(signed):
    Party.objects.filter(fin="2MV8C4R").update(fin=None, email="", phone="")
    deliveries.drain()
    until(last_day(signed.case) + dt.timedelta(days=1))
    run_the_law()
    assert not Entry.objects.filter(event=EVENT).exists()


def test_the_law_runs_every_night(settings):
    planned = {row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"cases.tasks.run_the_law", "decisions.tasks.enter_due"} <= planned


def test_whether_the_calendar_was_announced_is_kept_with_the_term(served):
    known = calendar().known_until
    terms = Deadline.objects.filter(case=served.case)
    assert terms.exists() and all(term.is_certain == (term.due_on <= known) for term in terms)


def test_a_term_whose_days_or_whose_source_are_not_sure_is_told_as_not_certain(as_user, served, clerk):
    translation.activate("en")  # until the end of this test
    term = Deadline.objects.filter(case=served.case, closed_on=None).select_related("term").first()
    Deadline.objects.filter(case=served.case).update(is_certain=True)
    term.term.is_verified = True
    term.term.save()
    term = Deadline.objects.select_related("term").get(pk=term.pk)
    assert "verify" not in str(term.bar().note)
    Deadline.objects.filter(pk=term.pk).update(is_certain=False)
    page = as_user(clerk).get(f"/cases/{served.case_id}/")
    term.is_certain = False
    with translation.override("az"):
        assert str(term.bar().note) in [str(bar.note) for bar in page.context["deadlines"]]
    assert "not certain: verify" in str(term.bar().note)
    term.is_certain, term.term.is_verified = True, False
    assert "not certain: verify" in str(term.bar().note)
