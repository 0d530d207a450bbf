"""Reckoning the duty and recording what was paid."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import settle_duty
from cases.models import Case
from core import clock, shown
from core.errors import Refused
from core.prepared import prepared
from finance import events
from finance.models import Account, Invoice, InvoiceState, LedgerLine, Payment
from finance.reckoning import reckon
from journal.actions import record
from journal.actors import LAW
from journal.models import Entry


def reckon_duty(entry: Entry, data: dict[str, Any]) -> None:
    """Reckon the duty of a case in the transaction of its registration; what the law does not tell is Refused."""
    (case,) = _reckoned(entry.dossier)
    duty = reckon(case)
    Case.objects.filter(pk=case.pk).update(duty_amount=duty.amount, duty_ground=duty.article[:300])
    invoice = Invoice.objects.create(
        case=case,
        court=case.court,
        amount=duty.amount,
        article=duty.article,
        service_code=duty.service_code,
        lines=[[str(line), str(line.amount)] for line in duty.lines],
        state=InvoiceState.OPEN if duty.amount else InvoiceState.EXEMPT,
    )
    facts = {"invoice": invoice.pk, "amount": str(duty.amount), "article": duty.article}
    record(events.DUTY_RECKONED, on=case, by=LAW, **facts)
    if duty.amount:
        _book(case, duty.amount, Account.DUE_FROM_PARTIES, Account.OWED, _("State duty"))
    else:
        settle_duty(case, ground=duty.article, by=LAW)


@prepared
def _reckoned(dossier: Any) -> "QuerySet[Case]":
    return Case.objects.select_related("court", "kind", "category").filter(pk=dossier)


@transaction.atomic
def record_payment(invoice: Invoice, *, amount: Decimal, receipt: str, paid_on: dt.date, way: str, by: User) -> Payment:
    """Record a payment; the same receipt again is refused, the last missing qəpik settles the duty."""
    invoice = Invoice.objects.select_for_update(of=("self",)).select_related("case__court").get(pk=invoice.pk)
    _refuse_wrong(invoice, amount, paid_on)
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                invoice=invoice, amount=amount, receipt=receipt, paid_on=paid_on, way=way, recorded_by=by
            )
    except IntegrityError as error:
        raise Refused(_("The receipt %(receipt)s is recorded already.") % {"receipt": receipt}) from error
    _book(invoice.case, amount, Account.RECEIVED, Account.DUE_FROM_PARTIES, receipt)
    record(events.PAID, on=invoice.case, by=by, amount=str(amount), receipt=receipt, paid_on=paid_on.isoformat())
    _settle_if_whole(invoice, receipt, by)
    return payment


def _refuse_wrong(invoice: Invoice, amount: Decimal, paid_on: dt.date) -> None:
    if invoice.state != InvoiceState.OPEN:
        raise Refused(_("Nothing more is owed on this invoice."))
    if paid_on > clock.today():
        raise Refused(_("A payment cannot be made on a day that has not come."))
    rest = invoice.amount - received(invoice)
    if amount > rest:
        raise Refused(
            _("%(amount)s was given, but only %(rest)s is owed. Check the receipt; what is paid too much is refunded.")
            % {"amount": shown.money(amount), "rest": shown.money(rest)}
        )


def received(invoice: Invoice) -> Decimal:
    """What came in so far."""
    return sum((payment.amount for payment in invoice.payments.all()), Decimal(0))


def _settle_if_whole(invoice: Invoice, receipt: str, by: User) -> None:
    if received(invoice) < invoice.amount:
        return
    invoice.state, invoice.settled_on = InvoiceState.PAID, clock.today()
    invoice.save(update_fields=["state", "settled_on"])
    settle_duty(invoice.case, ground=_("receipt %(receipt)s") % {"receipt": receipt}, by=by)
    record(events.SETTLED, on=invoice.case, by=by, amount=str(invoice.amount), invoice=invoice.pk)


def _book(case: Case, amount: Decimal, to: Account, of: Account, words: str) -> None:
    booking = uuid.uuid4()
    LedgerLine.objects.bulk_create(
        [
            LedgerLine(booking=booking, case=case, account=to, amount=amount, words=words),
            LedgerLine(booking=booking, case=case, account=of, amount=-amount, words=words),
        ]
    )
