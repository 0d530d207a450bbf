"""Sittings in rooms, the hearings of cases in them, protocols and remarks on them."""

from typing import Any, ClassVar, cast

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.fields.ranges import RangeStartsWith
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_to
from accounts.models import User
from cases.models import Case, CaseRow, Participation
from core import clock
from documents.models import Document
from parties.models import Party
from reference.models import Body, Room
from staff.models import Judge


class State(models.TextChoices):
    PLANNED = "planned", _("Set")
    RUNNING = "running", _("Under way")
    PAUSED = "paused", _("Break")
    ENDED = "ended", _("Ended")
    MOVED = "moved", _("Adjourned")
    CANCELLED = "cancelled", _("Cancelled")


# A sitting in these states holds its room and its judge.
HOLDING = [State.PLANNED, State.RUNNING, State.PAUSED, State.ENDED]
_HOLDS = Q(state__in=[str(state) for state in HOLDING])


class Sitting(models.Model):
    """A judge sits in a room for a time; cases heard together share one sitting."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="sittings", verbose_name=_("court"))
    room = models.ForeignKey(Room, models.PROTECT, related_name="sittings", verbose_name=_("room"))
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="sittings", verbose_name=_("judge"))
    during = DateTimeRangeField(_("time"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    is_closed = models.BooleanField(_("closed to the public"), default=False)
    changed_at = models.DateTimeField(_("changed at"), default=clock.now)
    note = models.CharField(_("reason of the change"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        indexes = [
            models.Index(F("body"), F("changed_at").desc(), name="sittings_changed_last"),
            # What was set for a day that is over is found without all that the court ever held or has still to hold.
            models.Index(F("body"), RangeStartsWith("during"), condition=Q(state="planned"), name="sittings_planned"),
        ]
        constraints = [
            ExclusionConstraint(
                name="a_room_is_not_booked_twice",
                expressions=[("room", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=_HOLDS,
            ),
            ExclusionConstraint(
                name="a_judge_sits_in_one_place",
                expressions=[("judge", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=_HOLDS,
            ),
        ]

    @property
    def starts_at(self) -> Any:
        return self.during.lower

    @property
    def ends_at(self) -> Any:
        return self.during.upper


class SittingPerson(models.Model):
    """A participant is awaited at a sitting; within one court nobody is awaited at two places at once."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="people", verbose_name=_("sitting"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("participant"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("court"))
    during = DateTimeRangeField(_("time"))
    holds = models.BooleanField(_("holds"), default=True)

    class Meta:
        verbose_name = _("participant of a sitting")
        verbose_name_plural = _("participants of sittings")
        constraints = [
            ExclusionConstraint(
                name="a_participant_is_awaited_in_one_place",
                expressions=[
                    ("party", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(holds=True),
            )
        ]


class Kind(models.TextChoices):
    PREPARATORY = "preparatory", _("Preparatory session")
    MAIN = "main", _("Hearing on the merits")


class HearingQuerySet(models.QuerySet["Hearing"]):
    def visible_to(self, user: Any, right: str = "hearings.view") -> "HearingQuerySet":
        """Hearings of the cases that the user may see with this right."""
        return cast("HearingQuerySet", visible_to(self, user, right, path="case__dossier"))

    def public(self) -> "HearingQuerySet":
        """Those that anybody may know of: no sealed case is among them."""
        return self.filter(case__dossier__is_sealed=False)

    def shown(self) -> "HearingQuerySet":
        """All that one row shows, in a fixed number of queries."""
        return self.select_related("case__kind", "case__court", "sitting__room", "sitting__judge__user")


class Hearing(CaseRow):
    """A case is heard in a sitting."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings", verbose_name=_("case"))
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="hearings", verbose_name=_("sitting"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MAIN)
    # Beside the range of the sitting, so that lists order by a plain column.
    starts_at = models.DateTimeField(_("begins"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("court"))
    # What public lists show of the parties: initials, organisations in full.
    public_parties = models.CharField(_("parties in public lists"), max_length=400, blank=True)

    objects: ClassVar[Any] = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "sitting"], name="a_case_is_heard_once_in_a_sitting")]
        indexes = [
            models.Index(fields=["body", "starts_at", "id"], name="hearings_of_court"),
            models.Index(fields=["starts_at", "id"], name="hearings_by_time"),
            models.Index(F("case"), F("starts_at").desc(), name="hearings_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case}, {clock.local(self.starts_at):%d.%m.%Y %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("hearings:detail", args=[self.pk])

    @property
    def is_missed(self) -> bool:
        """Its day is over and nobody opened, adjourned or cancelled it."""
        return self.sitting.state == State.PLANNED and clock.local(self.starts_at).date() < clock.today()

    @property
    def stands(self) -> str:
        """Its state in a word: what was set for a day that is over and never opened has no outcome yet."""
        return str(_("Outcome not entered") if self.is_missed else State(self.sitting.state).label)


class Protocol(models.Model):
    """The record of a hearing (MPM 272): text, times, who came; signed by the clerk, then by the judge."""

    hearing = models.OneToOneField(Hearing, models.PROTECT, related_name="protocol", verbose_name=_("hearing"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False, verbose_name=_("court"))
    text = models.TextField(_("course of the hearing"), blank=True)
    began_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, verbose_name=_("document"))
    clerk = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("clerk"))
    signed_by_clerk_at = models.DateTimeField(_("signed by the clerk"), null=True, blank=True)
    signed_by_judge_at = models.DateTimeField(_("signed by the judge"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("protocol")
        verbose_name_plural = _("protocols")
        # What waits for a signature stands on the desk, a few among all that the court ever kept.
        indexes = [
            models.Index(
                fields=["body", "ended_at", "id"], condition=Q(signed_by_clerk_at=None), name="protocols_for_clerks"
            ),
            models.Index(
                fields=["body", "ended_at", "id"], condition=Q(signed_by_judge_at=None), name="protocols_for_judges"
            ),
        ]

    @property
    def is_signed(self) -> bool:
        return self.signed_by_judge_at is not None


class Presence(models.TextChoices):
    CAME = "came", _("came")
    LATE = "late", _("came late")
    REMOTE = "remote", _("by video")
    ABSENT = "absent", _("did not come")
    EXCUSED = "excused", _("did not come, excused")


class Attendance(models.Model):
    """Whether a participant came, and when."""

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="attendance", verbose_name=_("protocol"))
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="+", verbose_name=_("participant"))
    presence = models.CharField(_("presence"), max_length=10, choices=Presence)
    came_at = models.TimeField(_("came at"), null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [models.UniqueConstraint(fields=["protocol", "participation"], name="one_attendance_a_person")]


class Remark(models.Model):
    """A participant's remark on the protocol, within three days of its signing (MPM 273)."""

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="remarks", verbose_name=_("protocol"))
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="+", verbose_name=_("participant"))
    text = models.TextField(_("remark"))
    filed_at = models.DateTimeField(_("filed at"), default=clock.now)
    is_accepted = models.BooleanField(_("accepted"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("remark on a protocol")
        verbose_name_plural = _("remarks on protocols")
        ordering = ["filed_at", "pk"]
