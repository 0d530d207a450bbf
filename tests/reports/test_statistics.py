"""The statistics of a court: every number opens exactly the cases that it counts."""

import datetime as dt
import re
from decimal import Decimal
from functools import partial
from html import unescape

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from cases.models import Case, Deadline
from core import clock
from finance.models import Payment
from hearings.models import Hearing, Kind, Sitting, State
from notifications.models import Delivery
from notifications.models import State as Fate
from reference.models import Body, Room, Term
from reports.figures import FIGURES, average_days, by_month, paid
from reports.scope import Scope
from tests.conftest import YASAMAL
from tests.new_cases import registered
from tests.people import KAMRAN, RASHAD, chair_of, judge_of, person


@pytest.fixture
def today(db):
    return clock.today()


@pytest.fixture
def scope(court, today):
    """Yasamal, the last thirty days."""
    return Scope(court, today - dt.timedelta(days=30), today)


@pytest.fixture(scope="module")
def kept_busy(kept):
    """A court in which everything has happened at least once, one sealed case, and an adoption, which is sealed."""
    with kept.unblock():
        court = Body.objects.get(code=YASAMAL)
        judgeship = judge_of(court, **RASHAD)
        chair_of(court)
        return everything(court, judgeship, person("finance", court, **KAMRAN)).pk


@pytest.fixture
def busy(kept_busy, db):
    """Aysel's case in the busy court, which went the whole way."""
    return Case.objects.get(pk=kept_busy)


def everything(court, judgeship, finance_clerk):
    new_case, today = partial(registered, court), clock.today()
    ago = [today - dt.timedelta(days=days) for days in range(30)]
    dates = {"accepted_on": ago[6], "decided_on": ago[4], "in_force_on": ago[2], "sent_to_enforcement_on": ago[1]}
    whole = new_case(judge=judgeship, status="enforced", outcome="granted", **dates)
    new_case(judge=judgeship, status="accepted", accepted_on=ago[3], is_sealed=True)
    new_case(kind="special")
    old = new_case(judge=judgeship)
    Case.objects.filter(pk=whole.pk).update(registered_at=clock.now() - dt.timedelta(days=14))
    Case.objects.filter(pk=old.pk).update(registered_at=clock.now() - dt.timedelta(days=400))
    invoice = whole.invoices.get()
    Payment.objects.create(
        invoice=invoice, amount=Decimal(30), paid_on=ago[5], receipt="q-1", recorded_by=finance_clerk
    )
    _hearing(whole, judgeship, court)
    _delivery(whole, Fate.FAILED)
    _delivery(whole, Fate.DELIVERED)
    _term(whole, ago[8], None)
    _term(old, ago[7], ago[9], act=2)
    return whole


def _hearing(case, judgeship, court):
    room = Room.objects.create(body=court, name="Zal 7")
    during = DateTimeTZRange(clock.now() - dt.timedelta(days=5, hours=1), clock.now() - dt.timedelta(days=5))
    sitting = Sitting.objects.create(body=court, room=room, judge=judgeship, during=during, state=State.ENDED)
    Hearing.objects.create(case=case, sitting=sitting, kind=Kind.MAIN, starts_at=during.lower, body=court)


def _delivery(case, state):
    Delivery.objects.create(
        dossier=case.dossier, body=case.court, recipient="Aysel Rəhimli", recipient_key="participation:1",
        channel="email", subject="x", text="x", purpose="test", state=state,
    )  # fmt: skip


def _term(case, due_on, closed_on, act=1):
    term = Term.objects.order_by("pk").first()
    Deadline.objects.create(case=case, court=case.court, term=term, act=act, opened_by=1, starts_on=due_on,
                            due_on=due_on, closed_on=closed_on, closed_by=1 if closed_on else None)  # fmt: skip


EXPECTED = {
    "registered": 3, "accepted": 2, "decided": 1, "in_force": 1, "enforced": 1, "pending": 3, "payments": 1,
    "hearings": 1, "failed": 1, "overdue": 1,
}  # fmt: skip


@pytest.mark.requirement("EO-2.11", "EM-6.1.23", "BP-M12")
def test_every_figure_counts_what_happened(busy, scope):
    assert {key: figure.count(scope) for key, figure in FIGURES.items()} == EXPECTED
    assert paid(scope) == Decimal(30)
    assert average_days(scope) == 10


@pytest.mark.requirement("BP-C34", "EM-4.2.15")
@pytest.mark.parametrize("key", FIGURES)
def test_the_list_behind_a_number_has_as_many_rows_as_the_number_says(key, as_user, chair, busy, scope):
    page = as_user(chair).get(f"/reports/?{scope.address}").content.decode()
    address = f"/reports/cases/?figure={key}&{scope.address}"
    numbers = re.findall(re.escape(address) + r'"[^>]*>([^<]+)<', unescape(page))
    answer = as_user(chair).get(address)
    assert str(EXPECTED[key]) in numbers or (key == "payments" and "30,00" in numbers)
    sealed, closed = answer.context["sealed"], answer.context["closed"]
    assert len(answer.context["lines"]) + sealed + closed == EXPECTED[key] and closed == 0


def test_main_figures_of_the_page_are_links(as_user, chair, busy, scope):
    page = unescape(as_user(chair).get(f"/reports/?{scope.address}").content.decode())
    for key in FIGURES:
        assert f'href="/reports/cases/?figure={key}&{scope.address}"' in page, key


def test_a_sealed_case_is_counted_and_not_named(as_user, chair, busy, scope):
    sealed = Case.objects.get(dossier__is_sealed=True, status="accepted")  # the chair is of the adoption's team
    answer = as_user(chair).get(f"/reports/cases/?figure=pending&{scope.address}")
    assert answer.context["total"] == 3 and answer.context["sealed"] == 1
    assert sealed.number not in answer.content.decode() and f"/cases/{sealed.pk}/" not in answer.content.decode()
    table = as_user(chair).get(f"/reports/cases/export/?figure=pending&{scope.address}").content.decode()
    assert sealed.number not in table


def test_numbers_of_judges_and_kinds_open_their_own_cases(as_user, chair, busy, scope):
    page = unescape(as_user(chair).get(f"/reports/?{scope.address}").content.decode())
    links = re.findall(r'href="(/reports/cases/\?[^"]*&figure=(?:registered|decided|pending))">(\d+)<', page)
    assert len(links) >= 6
    for address, number in links:
        answer = as_user(chair).get(address)
        assert len(answer.context["lines"]) + answer.context["sealed"] == int(number), address


@pytest.mark.requirement("BP-C35")
def test_kind_and_judge_narrow_all_figures(busy, scope, judgeship):
    assert FIGURES["registered"].count(scope.of(kind="special")) == 1
    assert FIGURES["registered"].count(scope.of(judge=judgeship.pk)) == 2
    assert FIGURES["hearings"].count(scope.of(kind="special")) == 0


def test_an_observer_of_the_council_counts_every_court_and_opens_no_case(as_user, new_person, busy, scope, other_court):
    council = Body.objects.get(code="mehkeme-huquq-surasi")
    observer = as_user(new_person("observer", council))
    answer = observer.get(f"/reports/cases/?figure=registered&{scope.address}")
    assert answer.context["total"] == 3 and answer.context["lines"] == []
    assert answer.context["sealed"] + answer.context["closed"] == 3
    assert observer.get(f"/reports/?court={other_court.code}").status_code == 200


def test_another_court_is_not_read_about(as_user, chair, busy, scope, other_court):
    assert as_user(chair).get(f"/reports/?court={other_court.code}").status_code == 422
    assert as_user(chair).get(f"/reports/cases/?figure=registered&court={other_court.code}").status_code == 404


@pytest.mark.parametrize(
    "query", ["first=2026-13-40", "first=2026-05-01&last=2026-04-01", "kind=gold", "judge=x", "judge=999999"]
)
def test_an_address_without_sense_says_so(as_user, chair, query):
    assert as_user(chair).get(f"/reports/?{query}").status_code == 422
    assert as_user(chair).get(f"/reports/cases/?figure=registered&{query}").status_code == 404


def test_an_unknown_figure_is_not_found(as_user, chair):
    assert as_user(chair).get("/reports/cases/?figure=gold").status_code == 404


def test_a_clerk_does_not_see_the_statistics_and_a_judge_does_not_export(as_user, clerk, judge, scope):
    assert as_user(clerk).get("/reports/").status_code == 403
    assert as_user(judge).get(f"/reports/?{scope.address}").status_code == 200
    assert as_user(judge).get(f"/reports/export/?{scope.address}").status_code == 403


@pytest.mark.requirement("EM-7.2.16")
def test_the_table_is_downloaded_with_the_numbers_of_the_page(as_user, chair, busy, scope):
    table = as_user(chair).get(f"/reports/export/?{scope.address}").content.decode("utf-8-sig")
    lines = [line.split(";") for line in table.splitlines()]
    assert [int(cells[1]) for cells in lines[1 : 1 + len(FIGURES)]] == list(EXPECTED.values())


def test_the_fin_is_absent_from_the_export_without_its_right(as_user, new_person, without, court, busy, scope, chair):
    address = f"/reports/cases/export/?figure=decided&{scope.address}"
    assert "5XK2T7P" in as_user(chair).get(address).content.decode()
    barred = new_person(without("chair", "parties.fin"), court)
    answer = as_user(barred).get(address).content.decode()
    assert busy.number in answer and "5XK2T7P" not in answer


def test_months_follow_the_wall_clock_of_baku(court, new_case):
    case = new_case()
    Case.objects.filter(pk=case.pk).update(registered_at=dt.datetime(2026, 3, 31, 21, 0, tzinfo=dt.UTC))
    scope = Scope(court, dt.date(2026, 3, 1), dt.date(2026, 5, 31))
    assert by_month(scope, "registered") == [("03.2026", 0), ("04.2026", 1), ("05.2026", 0)]


def test_the_page_costs_the_same_for_one_case_and_for_many(as_user, chair, new_case, scope, judgeship, count_queries):
    client, queries = as_user(chair), []
    for _turn in range(2):
        new_case(judge=judgeship, status="accepted", accepted_on=scope.last)
        client.get(f"/reports/?{scope.address}")
        clock.forget()
        with count_queries() as counted:
            client.get(f"/reports/?{scope.address}")
        queries.append(len(counted))
        for _more in range(3):
            new_case(judge=judgeship)
    assert queries[0] == queries[1] <= 40
