"""Duty owed and paid: reckoned at registration, settled by the last qəpik, no receipt twice."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock
from core.errors import Refused
from finance.actions import record_payment
from finance.models import Account, Invoice, LedgerLine, Payment
from journal.models import Entry
from tests.cast import claim, registered


def pay(invoice, by, **changes):
    given = {"amount": invoice.amount, "receipt": "0071 4482 9035", "paid_on": clock.today(), "way": "treasury"}
    return record_payment(invoice, **(given | changes), by=by)


@pytest.fixture
def invoice(court, clerk):
    return Invoice.objects.get(case=registered(court, clerk))


@pytest.mark.requirement("EM-4.2.3", "BP-M04")
def test_duty_is_reckoned_with_its_article_when_the_claim_is_registered(invoice):
    assert invoice.amount == Decimal("145.50")
    assert "8.1" in invoice.article and invoice.service_code
    assert invoice.case.duty_amount == invoice.amount and invoice.case.duty_settled_on is None


def test_the_case_page_offers_the_payment_while_the_duty_is_open(as_user, invoice, finance_clerk, clerk):
    act = f'class="button" href="/finance/{invoice.pk}/pay/"'
    assert act in as_user(finance_clerk).get(f"/cases/{invoice.case_id}/").content.decode()
    assert act not in as_user(clerk).get(f"/cases/{invoice.case_id}/").content.decode()
    pay(invoice, finance_clerk)
    assert act not in as_user(finance_clerk).get(f"/cases/{invoice.case_id}/").content.decode()


@pytest.mark.requirement("BP-C05", "BP-M04")
def test_finance_records_a_payment_and_the_duty_is_settled(as_user, invoice, finance_clerk):
    sent = {"amount": "145,50", "receipt": "0071 4482 9035", "paid_on": clock.today().isoformat(), "way": "treasury"}
    answer = as_user(finance_clerk).post(f"/finance/{invoice.pk}/pay/", sent)
    invoice.case.refresh_from_db()
    assert answer.status_code == 302 and invoice.case.duty_settled_on == clock.today()
    assert Entry.objects.filter(dossier=invoice.case_id, event="finance.settled").exists()


def test_a_part_leaves_the_duty_open_and_the_rest_settles_it(invoice, finance_clerk):
    pay(invoice, finance_clerk, amount=Decimal("100.00"), receipt="A1234")
    invoice.case.refresh_from_db()
    assert invoice.case.duty_settled_on is None
    pay(invoice, finance_clerk, amount=Decimal("45.50"), receipt="A1235")
    invoice.case.refresh_from_db()
    assert invoice.case.duty_settled_on is not None


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Decimal("145.51")},
        {"paid_on": dt.date(2999, 1, 1)},
    ],
)
def test_a_wrong_payment_is_refused_in_words(invoice, finance_clerk, change):
    with pytest.raises(Refused):
        pay(invoice, finance_clerk, **change)
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("amount", "0"), ("amount", "min"), ("receipt", "?"), ("paid_on", "32.13.2026")]
)
def test_wrong_input_stands_beside_its_field(as_user, invoice, finance_clerk, field, value):
    sent = {"amount": "1,00", "receipt": "0071 4482", "paid_on": clock.today().isoformat(), "way": "treasury"}
    answer = as_user(finance_clerk).post(f"/finance/{invoice.pk}/pay/", sent | {field: value})
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()
    assert not Payment.objects.exists()


def test_a_receipt_pays_once(invoice, finance_clerk):
    pay(invoice, finance_clerk, amount=Decimal("10.00"))
    with pytest.raises(Refused, match="0071 4482 9035"):
        pay(invoice, finance_clerk, amount=Decimal("10.00"))


def test_an_exempt_claim_is_settled_at_once(court, clerk):
    facts = {"exempt": "ex-state", "is_dwelling": False, "manual_amount": None, "manual_ground": ""}
    case = registered(court, clerk, duty_facts=facts)
    case.refresh_from_db()
    assert case.duty_amount == 0 and case.duty_settled_on == clock.today()


def test_what_the_law_does_not_tell_is_asked_and_nothing_is_registered(court, clerk):
    with pytest.raises(Refused):
        registered(court, clerk, duty_facts={"exempt": "olmayan", "manual_amount": None})
    case = registered(court, clerk, duty_facts={"manual_amount": "77.00", "manual_ground": "qərardad"})
    case.refresh_from_db()
    assert case.duty_amount == Decimal("77.00")


def test_the_ledger_balances_and_stays(invoice, finance_clerk):
    pay(invoice, finance_clerk)
    lines = LedgerLine.objects.filter(case=invoice.case)
    assert sum(line.amount for line in lines) == 0
    assert sum(line.amount for line in lines if line.account == Account.DUE_FROM_PARTIES) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        lines.first().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerLine.objects.create(booking=lines.first().booking, case=invoice.case, account="owed", amount=1, words="x")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_clerk_at_the_desk_records_no_payment(as_user, invoice, clerk, murad):
    assert as_user(clerk).get(f"/finance/{invoice.pk}/pay/").status_code in {403, 404}
    assert as_user(murad).get(f"/finance/{invoice.pk}/pay/").status_code in {403, 404}


def test_the_duty_is_shown_while_the_claim_is_typed(as_user, clerk):
    query = {"kind": "civil", "category": claim().category.name_az, "price": "18 500,00"}
    page = as_user(clerk).get("/finance/duty/", query).content.decode()
    assert "145,50" in page and not Invoice.objects.exists()


def test_each_line_of_the_timeline_of_a_paid_duty_says_what_it_is(as_user, invoice, finance_clerk, clerk):
    pay(invoice, finance_clerk)
    days = as_user(clerk).get(f"/cases/{invoice.case_id}/").context["days"]
    lines = [str(said.text) for day in days for said in day.entries]
    assert [line for line in lines if line.startswith("Hesab tam ödənilib: 145,50")]
    assert len([line for line in lines if line.startswith("Dövlət rüsumu məsələsi həll olundu")]) == 1
