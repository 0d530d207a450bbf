"""The case itself, its number, its judges."""

import datetime as dt
from functools import cache
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import opened_by, scope, visible_parts, visible_to
from accounts.models import Dossier
from cases import lifecycle
from cases.lifecycle import Status
from core import clock
from core.errors import Refused, Stale
from core.prepared import prepared
from reference.models import Body, CaseKind, Category
from staff.models import Judge


@cache
def _docket() -> str:
    """Found once a process: lists write the addresses of a hundred cases."""
    return reverse("cases:docket")


class Channel(models.TextChoices):
    DESK = "desk", _("In person")
    POST = "post", _("By post")
    CABINET = "cabinet", _("E-cabinet")


class Outcome(models.TextChoices):
    GRANTED = "granted", _("Claim granted")
    PARTLY = "partly", _("Claim granted in part")
    DISMISSED = "dismissed", _("Claim dismissed")
    ENDED = "ended", _("Proceedings ended")
    UNEXAMINED = "unexamined", _("Left unexamined")
    RETURNED = "returned", _("Claim returned")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: Any, right: str = "cases.view") -> "CaseQuerySet":
        """Cases that the user may see with this right."""
        return cast("CaseQuerySet", visible_to(self, user, right, court="court"))

    def visible_parts(self, user: Any, right: str = "cases.view") -> "list[models.QuerySet[Case]]":
        """The same in parts that share none, for lists in an order that an index has."""
        return visible_parts(self, user, right, court="court")

    def opened(self, user: Any, right: str, pk: int) -> "Case | None":
        """The one case, with what the head of its pages shows, if the user may see it with this right."""
        found = scope(user, right)
        return next(iter(_opened(pk, *found)), None) if found else None

    def attached(self) -> "CaseQuerySet":
        """With what the head of every page of a case shows."""
        return self.for_docket().select_related("dossier")

    def for_docket(self) -> "CaseQuerySet":
        """All that one docket row shows, in a fixed number of queries."""
        return self.select_related("court", "kind", "category", "judge__user")

    def lock(self, pk: int, *, seen: int | None = None) -> "Case":
        """The case locked until the end of the transaction; Stale if it changed since the person read it."""
        case = next(iter(_locked(pk)), None)
        if case is None:
            raise Case.DoesNotExist(pk)
        if seen is not None and case.version != seen:
            raise Stale()
        return case


class Case(models.Model):
    """One case of one court, from registration to enforcement; its number is its face and never changes."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, verbose_name=_("dossier"))
    # No index of its own: others begin with it, and the planner took the plain one where one in order was at hand.
    court = models.ForeignKey(Body, models.PROTECT, related_name="cases", db_index=False, verbose_name=_("court"))
    kind = models.ForeignKey(CaseKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("category"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    sequence = models.PositiveIntegerField(_("sequence number"))
    year = models.PositiveSmallIntegerField(_("year"))
    is_electronic = models.BooleanField(_("electronic proceedings"), default=True)
    channel = models.CharField(_("filed"), max_length=10, choices=Channel, default=Channel.DESK)
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("case appealed against"))
    claim_price = models.DecimalField(_("claim price"), max_digits=14, decimal_places=2, null=True, blank=True)
    claim_text = models.TextField(_("claim"), blank=True)
    parties_line = models.CharField(_("parties"), max_length=400)
    status = models.CharField(_("stage"), max_length=20, choices=Status, default=Status.REGISTERED)
    registered_at = models.DateTimeField(_("registered at"))
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    accepted_by_law = models.BooleanField(_("accepted by lapse of time"), default=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    in_force_on = models.DateField(_("in force since"), null=True, blank=True)
    sent_to_enforcement_on = models.DateField(_("sent to enforcement on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_ground = models.CharField(_("ground of closing"), max_length=300, blank=True)
    judge = models.ForeignKey(
        Judge, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("judge")
    )
    drawn_at = models.DateTimeField(_("judge drawn at"), null=True, blank=True)
    weight = models.PositiveIntegerField(_("weight, hundredths"), default=100)
    duty_amount = models.DecimalField(_("state duty"), max_digits=14, decimal_places=2, null=True, blank=True)
    duty_facts = models.JSONField(_("what the duty hangs on"), default=dict, blank=True)
    duty_ground = models.CharField(_("ground of the duty"), max_length=300, blank=True)
    duty_settled_on = models.DateField(_("duty settled on"), null=True, blank=True)
    next_hearing_at = models.DateTimeField(_("next hearing"), null=True, blank=True)
    next_hearing_place = models.CharField(_("place of the next hearing"), max_length=120, blank=True)
    is_imported = models.BooleanField(_("entered as imported, not drawn"), default=False)
    submission = models.UUIDField(_("submission"), unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["court", "kind", "year", "sequence"], name="one_number_once"),
            models.CheckConstraint(
                condition=Q(claim_price=None) | Q(claim_price__gte=0), name="claim_price_not_below_0"
            ),
        ]
        indexes = [
            models.Index(F("court"), F("registered_at").desc(), F("dossier").desc(), name="docket_of_court"),
            models.Index(
                F("court"), F("status"), F("registered_at").desc(), F("dossier").desc(), name="docket_by_stage"
            ),
            models.Index(
                F("judge"), F("status"), F("registered_at").desc(), F("dossier").desc(), name="docket_of_judge"
            ),
            models.Index(fields=["court", "next_hearing_at"], name="docket_by_hearing"),
            models.Index(fields=["sequence", "year"], name="case_by_sequence"),
            models.Index(fields=["registered_at"], condition=Q(judge=None), name="waiting_for_a_draw"),
            models.Index(
                fields=["court", "judge"],
                condition=Q(judge__isnull=False) & ~Q(status__in=sorted(lifecycle.CLOSED)),
                name="loads_of_court",
            ),
            # What the statistics count by day; partial, so that registration does not pay for them.
            models.Index(
                fields=["court", "accepted_on"], condition=Q(accepted_on__isnull=False), name="figures_accepted"
            ),
            models.Index(fields=["court", "decided_on"], condition=Q(decided_on__isnull=False), name="figures_decided"),
            models.Index(
                fields=["court", "in_force_on"], condition=Q(in_force_on__isnull=False), name="figures_in_force"
            ),
            models.Index(
                fields=["court", "sent_to_enforcement_on"],
                condition=Q(sent_to_enforcement_on__isnull=False),
                name="figures_enforced",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"{_docket()}{self.pk}/"

    @property
    def journal_log(self) -> str:
        return self.court.code

    @property
    def dossier_key(self) -> int:
        return int(self.pk)

    @property
    def is_open(self) -> bool:
        return self.status not in lifecycle.CLOSED

    @property
    def coming_hearing_at(self) -> dt.datetime | None:
        """The next hearing until its day is over; what nobody held then is no longer to come."""
        at: dt.datetime | None = self.next_hearing_at
        return at if at and clock.local(at).date() >= clock.today() else None

    def move_to(self, to: Status) -> None:
        """Take the next step of the life cycle, or Refused with every reason."""
        reasons = list(lifecycle.obstacles(self, to))
        if reasons:
            raise Refused(*reasons)
        self.status = to

    def risen(self) -> "Case":
        """The case with its version one higher, for a change made by a person."""
        self.version += 1
        return self


@prepared
def _locked(pk: Any) -> "models.QuerySet[Case]":
    rows = Case.objects.select_for_update(of=("self",)).select_related("court", "kind", "category", "dossier")
    return rows.filter(pk=pk)


@prepared
def _opened(pk: Any, bodies: Any, apart: Any) -> models.QuerySet[Case]:
    return Case.objects.attached().filter(opened_by(bodies, apart, court="court"), pk=pk)


class SeatQuerySet(models.QuerySet["JudgeSeat"]):
    def held(self) -> "SeatQuerySet":
        """Those in which a judge sits today, the reserve judge's too, in their order."""
        return self.filter(to_on=None).order_by("seat")

    def deciding(self) -> "SeatQuerySet":
        """Those whose judges decide the case, vote and sign: all but the reserve judge's."""
        return self.held().filter(is_reserve=False)


class JudgeSeat(models.Model):
    """A judge's seat in the case: the reporter first, then the members of the panel, then a reserve judge (CPM 309)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="seats", verbose_name=_("case"))
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="seats", verbose_name=_("judge"))
    seat = models.PositiveSmallIntegerField(_("seat"))
    # Sits in the courtroom from the first day, but neither votes nor signs before taking the seat of a member.
    is_reserve = models.BooleanField(_("reserve judge"), default=False, db_default=False)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects: ClassVar[Any] = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat of a judge")
        verbose_name_plural = _("seats of judges")
        constraints = [
            models.UniqueConstraint(fields=["case", "seat"], condition=Q(to_on=None), name="one_judge_a_seat"),
            models.UniqueConstraint(fields=["case", "judge"], condition=Q(to_on=None), name="one_seat_a_judge"),
        ]


class NumberCounter(models.Model):
    """The last number given in a court, kind and year; locked while the next is taken, so none is used twice."""

    court = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.ForeignKey(CaseKind, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["court", "kind", "year"], name="one_counter_of_numbers")]
