"""Each binding does what its line says: the event opens the term on its day, and each closing event ends it."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from cases import terms
from cases.deadlines import compute
from cases.models import Case, Deadline
from courtcms import plot
from journal.actions import record
from journal.actors import LAW
from journal.registry import DECLARED
from reference.calendar import calendar
from reference.models import Body, Per, TermBinding
from tests.conftest import YASAMAL
from tests.new_cases import registered

pytestmark = pytest.mark.django_db
ROWS = list(csv.DictReader((Path(__file__).parents[2] / "data" / "term_bindings.csv").open(encoding="utf-8")))
DAY = dt.date(2026, 2, 17)


def say(case, event, **facts):
    return record(DECLARED[event], on=case, by=LAW, on_date=DAY.isoformat(), **facts)


def facts_of(binding, claimant):
    """What an entry must carry for this binding."""
    wanted = dict(part.split("=", 1) for part in binding.condition.split("&") if part)
    own = {Per.PARTICIPATION: {"participation": claimant.pk}, Per.ACT: {"act": 77}}
    return wanted | own.get(binding.per, {})


@pytest.fixture(scope="module")
def kept_case(kept):
    """Aysel's case before any term was opened in it."""
    with kept.unblock():
        case = registered(Body.objects.get(code=YASAMAL))
        Deadline.objects.all().delete()
        return case.pk


@pytest.fixture
def case(kept_case, db):
    return Case.objects.get(pk=kept_case)


@pytest.fixture
def bound(case, claimant, settings):
    """The binding of a term, and an open term of it in Aysel's case, in which nothing else follows from an entry."""
    settings.PLOT = "tests.cases.plot_of_terms"

    def make(row):
        binding = TermBinding.objects.get(term__code=row["term"].replace("_", "-"), opens_on=row["opens_on"])
        say(case, binding.opens_on, **facts_of(binding, claimant))
        return binding, Deadline.objects.filter(case=case, term=binding.term)

    return make


@pytest.mark.parametrize("row", ROWS, ids=[row["term"] for row in ROWS])
def test_the_event_opens_the_term_and_each_closing_event_ends_it(bound, case, claimant, row):
    binding, found = bound(row)
    term = found.get()
    assert term.due_on == compute(DAY, binding.term.length, binding.term.unit, calendar(), binding.term.law).date
    assert term.closed_on is None and bool(term.participation_id) == (binding.per == Per.PARTICIPATION)
    assert binding.closes_on == [event for event in row["closes_on"].split(";") if event]
    for event in binding.closes_on:
        entry = say(case, event, **facts_of(binding, claimant))
        term.refresh_from_db()
        assert (term.closed_on, term.closed_by) == (DAY, entry.pk), event
        Deadline.objects.filter(pk=term.pk).update(closed_on=None, closed_by=None)


@pytest.mark.parametrize("row", [row for row in ROWS if row["condition"]], ids=lambda row: row["term"])
def test_a_term_with_a_condition_does_not_open_without_it(case, claimant, row):
    entry = say(case, "cases.noted")
    data = {"on_date": DAY.isoformat(), "participation": claimant.pk}
    entry.event = row["opens_on"]
    terms.follow(entry, data)
    assert not Deadline.objects.filter(term__code=row["term"].replace("_", "-")).exists()


def test_every_event_of_a_binding_is_declared_and_followed_at_once():
    named = {event for row in ROWS for event in [row["opens_on"], *row["closes_on"].split(";")] if event}
    assert named <= DECLARED.keys()
    assert {event for event in named if "cases.terms.follow" in plot.AT_ONCE[event]} == named
