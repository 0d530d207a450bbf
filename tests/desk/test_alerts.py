"""What cannot wait stands on one page; who has no work of cases finds the modules of the posting on the desk."""

import datetime as dt

import pytest

from cases.models import Deadline
from core import clock
from reference.models import Body, Term

pytestmark = pytest.mark.django_db


def term_of(case, due_on):
    return Deadline.objects.create(
        case=case,
        court=case.court,
        term=Term.objects.first(),
        starts_on=clock.today(),
        due_on=due_on,
        opened_by=0,
    )


def test_a_term_that_ends_tomorrow_is_an_alert_and_one_of_next_week_is_not(as_user, clerk, case):
    Deadline.objects.all().delete()
    near = term_of(case, clock.today() + dt.timedelta(days=1))
    assert near.term.name_az in as_user(clerk).get("/desk/alerts/").text
    Deadline.objects.update(due_on=clock.today() + dt.timedelta(days=5))
    assert near.term.name_az not in as_user(clerk).get("/desk/alerts/").text


def test_alerts_of_another_court_are_not_shown(as_user, murad, case):
    term_of(case, clock.today())
    assert case.number not in as_user(murad).get("/desk/alerts/").text


def test_the_observer_of_the_council_comes_to_a_desk_of_modules(as_user, new_person):
    observer = new_person("observer", Body.objects.get(code="mehkeme-huquq-surasi"))
    page = as_user(observer).get("/desk/")
    assert page.status_code == 200
    assert 'class="ways"' in page.text and "/reports/" in page.text
