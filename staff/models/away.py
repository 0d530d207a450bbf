"""Absences as they are asked for and decided; what was approved of a judge's becomes an `Absence`."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core import clock
from core.models import StoredFile
from staff.models.judges import Absence, AbsenceKind
from staff.models.members import Member
from staff.models.posts import Order
from staff.models.rows import StaffRow, StaffRows


class RequestState(models.TextChoices):
    ASKED = "asked", _("waits for a decision")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class _Days(Func):
    """`daterange(from_on, to_on, '[]')`: both days included."""

    function = "DATERANGE"
    output_field = DateRangeField()


class AbsenceRequestQuerySet(StaffRows["AbsenceRequest"]):
    def on(self, first: dt.date, last: dt.date | None = None) -> "AbsenceRequestQuerySet":
        """Approved ones that keep somebody away on the day, or on any day of the span."""
        is_over = Q(back_on__lte=first) | Q(back_on__lte=F("from_on"))
        held = self.filter(state=RequestState.APPROVED, from_on__lte=last or first, to_on__gte=first)
        return held.exclude(is_over)


class AbsenceRequest(StaffRow):
    """Somebody asks for leave, is ill, goes on a trip or to a training; the court's head approves or refuses."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="absences", verbose_name=_("who"))
    kind = models.CharField(_("kind"), max_length=20, choices=AbsenceKind)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    back_on = models.DateField(_("back at work from"), null=True, blank=True)
    note = models.CharField(_("ground"), max_length=200, blank=True)
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paper")
    )
    paper_name = models.CharField(_("name of the paper"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.CharField(_("reason of the decision"), max_length=300, blank=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("order"))
    # What the draw and the calendars of hearings read, made by the approval.
    absence = models.OneToOneField(
        Absence, models.PROTECT, null=True, blank=True, related_name="request", verbose_name=_("absence of the judge")
    )
    history = HistoricalRecords()

    objects: ClassVar[Any] = AbsenceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for absence")
        verbose_name_plural = _("requests for absence")
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="a_requested_absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | Q(decided_by__isnull=False),
                name="a_decided_absence_says_by_whom",
            ),
            ExclusionConstraint(
                name="nobody_is_away_twice_at_once",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    (_Days("from_on", "to_on", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["asked", "approved"], back_on=None),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("staff:absence", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.state == RequestState.ASKED

    @property
    def last_on(self) -> dt.date:
        """The last day away: the day before the return, when that came early."""
        return self.back_on - clock.DAY if self.back_on else self.to_on

    @property
    def days(self) -> int:
        """Calendar days away; none when it was called off before it began."""
        return max((self.last_on - self.from_on).days + 1, 0)
