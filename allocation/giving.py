"""How cases come to judges otherwise than by the first draw: resolutions, recusals, empty seats."""

from typing import Any, ClassVar, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_to
from accounts.models import User
from allocation.models_changes import courts_seen
from cases.models import Case, CaseRow
from core import clock
from reference.models import Body
from staff.models import Judge


class Reason(models.TextChoices):
    URGENT = "urgent", _("Urgent matter")
    RELATED = "related", _("Related to a case before this judge")
    REFILED = "refiled", _("Filed again within twelve months")
    REMITTED = "remitted", _("Sent back by a higher court")
    SYSTEM_DOWN = "system-down", _("Taken while the system was down")


class OfCaseQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any, right: str = "allocation.view") -> "OfCaseQuerySet":
        """Rows of the cases that the user may see with this right."""
        return cast("OfCaseQuerySet", visible_to(self, user, right, path="case__dossier"))


class Asked(models.TextChoices):
    ASKED = "asked", _("Waits for the second person")
    DONE = "done", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")


class TwoPeople(models.Model):
    """What one person asks and another answers; nothing happens by one alone."""

    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_as = models.CharField(_("posting of who asked"), max_length=40)
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by"))
    answered_as = models.CharField(_("posting of who answered"), max_length=40, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answer = models.CharField(_("why it is not confirmed"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=Asked, default=Asked.ASKED)

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")), name="%(class)s_answered_by_another"
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the second person."""
        return self.state == Asked.ASKED


class Resolution(CaseRow, TwoPeople):
    """A resolution (dərkənar): a case given by hand, for a reason of the closed list."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    judges = ArrayField(models.CharField(max_length=20), verbose_name=_("judges in order of seats"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    text = models.TextField(_("text of the resolution"), max_length=2000)
    draw = models.ForeignKey("allocation.Draw", models.PROTECT, null=True, related_name="+", verbose_name=_("draw"))

    objects: ClassVar[Any] = OfCaseQuerySet.as_manager()

    class Meta(TwoPeople.Meta):
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints: ClassVar[list[Any]] = [
            *TwoPeople.Meta.constraints,
            models.UniqueConstraint(fields=["case"], condition=Q(state="asked"), name="one_resolution_waits_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_reason_display()}"

    def get_absolute_url(self) -> str:
        return reverse("allocation:resolution", args=[self.pk])


class Why(models.TextChoices):
    RECUSAL = "recusal", _("Recusal granted")
    LEFT = "left", _("Office ended")
    ABSENT = "absent", _("Away for long")
    RESERVE = "reserve", _("Reserve judge asked for")


class Vacancy(models.Model):
    """A seat taken from a judge, empty until the next draw of the case fills it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    judge = models.ForeignKey(Judge, models.PROTECT, null=True, related_name="+", verbose_name=_("judge who had it"))
    seat = models.PositiveSmallIntegerField(_("seat"))
    is_reserve = models.BooleanField(_("of the reserve judge"), default=False)
    reserve = models.ForeignKey(
        Judge, models.PROTECT, null=True, related_name="+", verbose_name=_("reserve judge who took it")
    )
    why = models.CharField(_("why"), max_length=10, choices=Why)
    index = models.PositiveBigIntegerField(_("index of the log entry"), null=True)
    since = models.DateTimeField(_("since"), default=clock.now)
    filled_by = models.ForeignKey(
        "allocation.Draw", models.PROTECT, null=True, related_name="filled", verbose_name=_("filled by")
    )

    class Meta:
        verbose_name = _("empty seat")
        verbose_name_plural = _("empty seats")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seat"], condition=Q(filled_by=None), name="a_seat_is_empty_once")
        ]


class Mover(models.TextChoices):
    SELF = "self", _("The judge (özü-özünə etiraz)")
    PARTY = "party", _("A participant (etiraz)")


class Ruling(models.TextChoices):
    FILED = "filed", _("Being decided")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class Recusal(CaseRow):
    """A judge's recusal of himself or a participant's objection to the judge, and the ruling on it (MPM 19–23)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="+", verbose_name=_("judge"))
    mover = models.CharField(_("moved by"), max_length=10, choices=Mover)
    party = models.CharField(_("which participant"), max_length=200, blank=True)
    ground = models.CharField(_("ground"), max_length=20)
    text = models.TextField(_("facts"), max_length=2000)
    filed_on = models.DateField(_("filed on"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"), default=clock.now)
    decider = models.CharField(_("decided by"), max_length=10)
    votes = models.JSONField(_("votes"), default=list)
    state = models.CharField(_("ruling"), max_length=10, choices=Ruling, default=Ruling.FILED)
    ruling = models.TextField(_("text of the ruling"), blank=True)
    ruled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("ruling entered by"))
    ruled_at = models.DateTimeField(_("ruled at"), null=True)

    objects: ClassVar[Any] = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("recusal of a judge")
        verbose_name_plural = _("recusals of judges")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "judge"], condition=Q(state="filed"), name="one_recusal_of_a_judge_is_decided_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.judge}"

    def get_absolute_url(self) -> str:
        return reverse("allocation:recusal", args=[self.pk])


class OfCourtQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any, right: str = "allocation.view") -> "OfCourtQuerySet":
        """Rows of the courts in which the person holds the right; of all courts for who holds it in the council."""
        return self.filter(court__in=courts_seen(user, right))

    def for_page(self) -> "OfCourtQuerySet":
        """All that a line of a list shows."""
        return self.select_related("court", "judge__user", "judge__body", "asked_by", "answered_by")

    def running(self) -> "OfCourtQuerySet":
        """Confirmed and not at their end, the oldest first."""
        return self.filter(state=Asked.DONE, ended_at=None).order_by("pk")


class Batch(TwoPeople):
    """All undecided cases of a judge whose office ended, drawn anew one after another."""

    court = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("court"))
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="+", verbose_name=_("judge"))
    reason = models.TextField(_("reason"), max_length=2000)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects: ClassVar[Any] = OfCourtQuerySet.as_manager()

    class Meta(TwoPeople.Meta):
        verbose_name = _("redraw of a judge's cases")
        verbose_name_plural = _("redraws of judges' cases")
        constraints: ClassVar[list[Any]] = [
            *TwoPeople.Meta.constraints,
            models.UniqueConstraint(
                fields=["judge"], condition=Q(ended_at=None) & ~Q(state="refused"), name="one_batch_a_judge_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.judge)

    def get_absolute_url(self) -> str:
        return reverse("allocation:batch", args=[self.pk])

    @property
    def journal_log(self) -> str:
        return str(self.court.code)

    @property
    def dossier_key(self) -> None:
        return None

    @property
    def is_running(self) -> bool:
        """Whether two people want it and cases of it may still be drawn."""
        return self.state == Asked.DONE and self.ended_at is None


class BatchCase(models.Model):
    """One case of a batch in its order: the record in which it stands, the seat that was taken, who has it now."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows", verbose_name=_("batch"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    order = models.PositiveIntegerField(_("order"))
    vacancy = models.OneToOneField(
        Vacancy, models.PROTECT, null=True, related_name="batch_row", verbose_name=_("empty seat")
    )
    # Fixed with the record in which the case stands: the seats that it fills, and the salt of a sealed case.
    record = models.ForeignKey(
        "allocation.BatchRecord", models.PROTECT, null=True, related_name="rows", verbose_name=_("record")
    )
    seats = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("seats"), default=list, blank=True)
    salt = models.BinaryField(_("salt of a sealed case"), default=bytes)
    is_apart = models.BooleanField(_("no record could take it: drawn by itself"), default=False)
    note = models.CharField(_("why it waits"), max_length=500, blank=True)
    is_done = models.BooleanField(_("done"), default=False)

    class Meta:
        verbose_name = _("case of a batch")
        verbose_name_plural = _("cases of batches")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["batch", "case"], name="a_case_stands_in_a_batch_once")]
