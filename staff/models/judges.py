"""Court people: judges and what keeps them from cases."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core import clock
from reference.models import Body


class JudgeQuerySet(models.QuerySet["Judge"]):
    def in_office(self, body: Body, day: dt.date) -> "JudgeQuerySet":
        """Judges of the court on this day, in order of their public id."""
        of_court = self.filter(Q(to_on=None) | Q(to_on__gte=day), body=body, from_on__lte=day)
        return of_court.select_related("user").order_by("public_id")


class Judge(models.Model):
    """A judge of a court: the public id stands in every draw, the share is the part of a full load."""

    user = models.ForeignKey(User, models.PROTECT, related_name="judgeships", verbose_name=_("user"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="judges", verbose_name=_("court"))
    public_id = models.SlugField(_("public id"), max_length=20)
    share_num = models.PositiveSmallIntegerField(_("share: parts"), default=1)
    share_den = models.PositiveSmallIntegerField(_("share: of"), default=1)
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("kinds of cases"), default=list, blank=True)
    is_chair = models.BooleanField(_("chair of the court"), default=False)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = JudgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        constraints = [
            models.UniqueConstraint(fields=["body", "public_id"], name="one_judge_a_public_id"),
            models.CheckConstraint(condition=Q(share_num__gt=0, share_den__gt=0), name="a_judge_has_a_share"),
        ]

    def __str__(self) -> str:
        return self.user.full_name

    @property
    def journal_log(self) -> str:
        return self.body.code

    @property
    def dossier_key(self) -> None:
        return None


class AbsenceKind(models.TextChoices):
    LEAVE = "leave", _("Leave")
    ILLNESS = "illness", _("Illness")
    TRIP = "trip", _("Business trip")
    TRAINING = "training", _("Training")


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, first: dt.date, last: dt.date | None = None) -> "AbsenceQuerySet":
        """Those that keep a judge away on the day, or on any day of the span."""
        is_over = Q(back_on__lte=first) | Q(back_on__lte=F("from_on"))
        return self.filter(from_on__lte=last or first, to_on__gte=first).exclude(is_over)


class Absence(models.Model):
    """Days on which a judge is away; it counts for the draw only from the day after it was entered.

    A row stands here only once the absence was approved: what is still asked for is an `AbsenceRequest`.
    """

    judge = models.ForeignKey(Judge, models.PROTECT, related_name="absences", verbose_name=_("judge"))
    kind = models.CharField(_("kind"), max_length=20, choices=AbsenceKind)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    # The first day back, when it came before the end; the draw knows it by an entry of its own.
    back_on = models.DateField(_("back at work from"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered at"), default=clock.now)
    ground = models.CharField(_("ground"), max_length=200, blank=True)
    entry = models.PositiveBigIntegerField(_("index of the log entry"), null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_after_it_begins")
        ]

    def keeps_away(self, day: dt.date) -> bool:
        """Whether the judge is away on the day."""
        return self.from_on <= day <= self.to_on and not (self.back_on and self.back_on <= day)
