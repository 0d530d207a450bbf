"""Duty owed, payments received, and a ledger in which every sum stands twice."""

from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_to
from accounts.models import User
from cases.models import Case, CaseRow
from core import clock
from reference.models import Body


class InvoiceState(models.TextChoices):
    OPEN = "open", _("Not paid")
    PAID = "paid", _("Paid")
    EXEMPT = "exempt", _("Exempt")
    CANCELLED = "cancelled", _("Cancelled")


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, user: Any, right: str = "finance.view") -> "InvoiceQuerySet":
        """Invoices of the cases that the user may see with this right."""
        return cast("InvoiceQuerySet", visible_to(self, user, right, path="case__dossier", court="court"))


class Invoice(CaseRow):
    """What is owed in a case: the state duty with its article and the lines by which it was reckoned."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="invoices", verbose_name=_("case"))
    court = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False, verbose_name=_("court"))
    amount = models.DecimalField(_("amount, AZN"), max_digits=14, decimal_places=2)
    article = models.CharField(_("article"), max_length=300, blank=True)
    service_code = models.CharField(_("treasury code"), max_length=20, blank=True)
    # Each line as [words, amount], in the order of the reckoning.
    lines = models.JSONField(_("reckoning"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=InvoiceState, default=InvoiceState.OPEN)
    made_at = models.DateTimeField(_("made at"), default=clock.now)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    objects: ClassVar[Any] = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="an_invoice_is_not_below_0"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="one_open_invoice_a_case"),
        ]
        indexes = [
            models.Index(
                F("court"), F("made_at").desc(), F("id").desc(), condition=Q(state="open"), name="invoices_of_court"
            )
        ]


class Way(models.TextChoices):
    TREASURY = "treasury", _("State payment portal")
    BANK = "bank", _("Bank")
    TERMINAL = "terminal", _("Payment terminal")


class Payment(models.Model):
    """Money that came: the receipt names it once and for ever (MPM 108.3: electronically alone)."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments", verbose_name=_("invoice"))
    amount = models.DecimalField(_("amount, AZN"), max_digits=14, decimal_places=2)
    paid_on = models.DateField(_("paid on"))
    way = models.CharField(_("way"), max_length=20, choices=Way, default=Way.TREASURY)
    receipt = models.CharField(_("receipt"), max_length=40)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["paid_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["way", "receipt"], name="a_receipt_pays_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_above_0"),
        ]


class Account(models.TextChoices):
    OWED = "owed", _("Duty owed to the state")
    RECEIVED = "received", _("Duty received")
    DUE_FROM_PARTIES = "due", _("Due from parties")


class LedgerLine(models.Model):
    """One side of a booking; the lines of a booking sum to nothing, which the database holds."""

    booking = models.UUIDField(_("booking"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="ledger", verbose_name=_("case"))
    account = models.CharField(_("account"), max_length=20, choices=Account)
    amount = models.DecimalField(_("amount, AZN"), max_digits=14, decimal_places=2)
    booked_at = models.DateTimeField(_("booked at"), default=clock.now)
    words = models.CharField(_("words"), max_length=200)

    class Meta:
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        indexes = [models.Index(fields=["booking"], name="lines_of_booking")]
