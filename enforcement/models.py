"""Writs of execution of the court, and the enforcement cases that an enforcement office opens on them."""

from decimal import Decimal
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_to
from accounts.models import Dossier, User
from cases.models import Case, CaseRow, Participation
from core import clock
from documents.models import Document
from reference.models import Body


class WritKind(models.TextChoices):
    MONEY = "money", _("Levy of a sum of money")
    PROPERTY = "property", _("Handing over of property")
    OTHER = "other", _("Doing or refraining")


class WritState(models.TextChoices):
    PREPARED = "prepared", _("Waits for the judge's signature")
    SIGNED = "signed", _("Signed, not sent")
    SENT = "sent", _("Sent to the enforcement office")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WritQuerySet(models.QuerySet["Writ"]):
    def visible_to(self, user: Any, right: str = "enforcement.view_writ") -> "WritQuerySet":
        """Writs of the cases that the user may see with this right."""
        return cast("WritQuerySet", visible_to(self, user, right, path="case__dossier", court="court"))

    def shown(self) -> "WritQuerySet":
        """All that one row shows, in a fixed number of queries."""
        people = ("debtor__party", "debtor__role", "creditor__party", "creditor__role")
        return self.select_related("case__court", "office", "document", "enforcement_case__officer", *people)

    def lock(self, pk: int) -> "Writ":
        """The writ locked until the end of the transaction."""
        return self.select_for_update(of=("self",)).select_related("case__court", "office", "document").get(pk=pk)


class Writ(CaseRow):
    """A writ of execution: the court's order to an enforcement office to carry out an act in force."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="writs", verbose_name=_("case"))
    court = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False, verbose_name=_("court"))
    ordinal = models.PositiveSmallIntegerField(_("number in the case"))
    number = models.CharField(_("number"), max_length=50, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=WritKind, default=WritKind.MONEY)
    creditor = models.ForeignKey(Participation, models.PROTECT, related_name="+", verbose_name=_("creditor"))
    debtor = models.ForeignKey(Participation, models.PROTECT, related_name="+", verbose_name=_("debtor"))
    amount = models.DecimalField(_("sum to be levied"), max_digits=14, decimal_places=2, null=True, blank=True)
    account = models.CharField(_("account of the creditor"), max_length=34, blank=True, db_default="")
    demand = models.TextField(_("what is to be done"))
    office = models.ForeignKey(Body, models.PROTECT, related_name="writs", verbose_name=_("enforcement office"))
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("document"))
    state = models.CharField(_("state"), max_length=10, choices=WritState, default=WritState.PREPARED)
    issued_on = models.DateField(_("issued on"))
    present_until = models.DateField(_("may be presented until"))
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    ground = models.CharField(_("ground of the withdrawal"), max_length=300, blank=True)

    objects: ClassVar[Any] = WritQuerySet.as_manager()

    class Meta:
        verbose_name = _("writ of execution")
        verbose_name_plural = _("writs of execution")
        ordering = ["-issued_on", "-pk"]
        indexes = [
            models.Index(
                fields=["court", "issued_on", "id"],
                condition=Q(state__in=["prepared", "signed"]),
                name="writs_to_sign_and_send",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="one_writ_a_number_in_the_case"),
            models.UniqueConstraint(
                fields=["case", "creditor", "debtor"],
                condition=~Q(state="withdrawn"),
                name="one_writ_for_a_creditor_against_a_debtor",
            ),
            models.CheckConstraint(condition=~Q(creditor=F("debtor")), name="nobody_is_his_own_debtor"),
            models.CheckConstraint(condition=~Q(kind="money") | Q(amount__gt=0), name="a_levy_of_money_names_its_sum"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("enforcement:writ", args=[self.pk])


class CaseState(models.TextChoices):
    OPEN = "open", _("Voluntary term")
    COMPELLED = "compelled", _("Compulsory enforcement")
    DONE = "done", _("Enforced")
    ENDED = "ended", _("Ended without enforcement")


OPEN_STATES = [str(CaseState.OPEN), str(CaseState.COMPELLED)]


class EnforcementCaseQuerySet(models.QuerySet["EnforcementCase"]):
    def visible_to(self, user: Any, right: str = "enforcement.view") -> "EnforcementCaseQuerySet":
        """Enforcement cases of the offices in which the user holds the right."""
        return cast("EnforcementCaseQuerySet", visible_to(self, user, right))

    def shown(self) -> "EnforcementCaseQuerySet":
        """All that one row shows, in a fixed number of queries."""
        people = ("writ__debtor__party", "writ__creditor__party")
        return self.select_related("office", "officer", "writ__case__court", *people)

    def of_person(self, fin: str) -> "EnforcementCaseQuerySet":
        """Cases in which this person is creditor or debtor."""
        return self.filter(Q(writ__debtor__party__fin=fin) | Q(writ__creditor__party__fin=fin))

    def lock(self, pk: int) -> "EnforcementCase":
        """The case locked until the end of the transaction."""
        return self.select_for_update(of=("self",)).select_related("office", "officer", "writ__case__court").get(pk=pk)


class EnforcementCase(models.Model):
    """An enforcement case of one office on one writ; its number is given once and never again (EI-6.1.2)."""

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="enforcement_case", verbose_name=_("dossier")
    )
    writ = models.OneToOneField(Writ, models.PROTECT, related_name="enforcement_case", verbose_name=_("writ"))
    office = models.ForeignKey(
        Body, models.PROTECT, related_name="enforcement_cases", verbose_name=_("enforcement office")
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    sequence = models.PositiveIntegerField(_("sequence number"))
    year = models.PositiveSmallIntegerField(_("year"))
    officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="enforcement_cases", verbose_name=_("officer")
    )
    state = models.CharField(_("state"), max_length=10, choices=CaseState, default=CaseState.OPEN)
    opened_on = models.DateField(_("opened on"))
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    voluntary_until = models.DateField(_("voluntary term until"), null=True, blank=True)
    next_action = models.CharField(_("next step"), max_length=300, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects: ClassVar[Any] = EnforcementCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enforcement case")
        verbose_name_plural = _("enforcement cases")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "sequence"], name="one_enforcement_number_once"),
        ]
        indexes = [
            models.Index(F("office"), F("opened_at").desc(), F("dossier").desc(), name="enforcement_of_office"),
            models.Index(
                F("officer"), F("state"), F("opened_at").desc(), F("dossier").desc(), name="enforcement_of_officer"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("enforcement:detail", args=[self.pk])

    @property
    def journal_log(self) -> str:
        return self.office.code

    @property
    def dossier_key(self) -> int:
        return int(self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def collected(self) -> Decimal:
        """What confirmed payments brought in, in manat."""
        paid = self.actions.filter(state=ActionState.CONFIRMED).aggregate(sum=Sum("amount"))["sum"]
        return paid or Decimal(0)


class NumberCounter(models.Model):
    """The last number given in an office and year; locked while the next is taken, so none is used twice."""

    office = models.ForeignKey(Body, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="one_counter_of_enforcement_numbers")]


class ActionKind(models.TextChoices):
    OPENING = "opening", _("Decision to open the enforcement case")
    PROPOSAL = "proposal", _("Proposal to comply voluntarily")
    SEARCH = "search", _("Search for the debtor's property")
    ACCOUNTS = "accounts", _("Arrest of accounts")
    ATTACHMENT = "attachment", _("Attachment of property")
    WAGES = "wages", _("Deduction from wages")
    PAYMENT = "payment", _("Sum received")
    DONE = "done", _("Decision to end: enforced")
    ENDED = "ended", _("Decision to end: enforcement impossible")
    OTHER = "other", _("Other action")


class ActionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed")


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Any, right: str = "enforcement.view") -> "ActionQuerySet":
        """Actions of the enforcement cases that the user may see with this right."""
        return cast("ActionQuerySet", visible_to(self, user, right, path="case__dossier"))


class Action(models.Model):
    """One enforcement action with its paper; it counts from the officer's signature on (EI-12.3, 12.5)."""

    case = models.ForeignKey(EnforcementCase, models.PROTECT, related_name="actions", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=12, choices=ActionKind)
    on = models.DateField(_("day"))
    text = models.TextField(_("text"))
    amount = models.DecimalField(_("sum received"), max_digits=14, decimal_places=2, null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ActionState, default=ActionState.DRAFT)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("document"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), default=clock.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects: ClassVar[Any] = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("enforcement action")
        verbose_name_plural = _("enforcement actions")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="payment") | Q(amount__gt=0), name="a_payment_to_the_creditor_names_its_sum"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(kind="payment"), name="only_a_payment_to_the_creditor_has_a_sum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.case}"

    @property
    def dossier(self) -> Any:
        return self.case.dossier

    @property
    def is_draft(self) -> bool:
        return self.state == ActionState.DRAFT
