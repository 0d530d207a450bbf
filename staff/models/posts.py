"""Posts and who holds them: the staffing table, appointments, orders, substitutions."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Posting, Role, User
from core import clock
from core.models import StoredFile
from reference.models import Body
from staff.models.members import Board, Member
from staff.models.rows import StaffRow, StaffRows


class Title(models.TextChoices):
    CHAIR = "chair", _("Chair of the court")
    DEPUTY = "deputy", _("Deputy chair")
    BOARD_CHAIR = "board-chair", _("Chair of the board")
    JUDGE = "judge", _("Judge")
    ASSISTANT = "assistant", _("Judge's assistant")
    CLERK = "clerk", _("Court clerk")
    FINANCE = "finance", _("Finance clerk")
    ADMINISTRATOR = "administrator", _("Court administrator")
    OTHER = "other", _("Other post")


# Who holds one of these sits: the appointment brings an office of judge.
SITTING = frozenset({Title.CHAIR, Title.DEPUTY, Title.BOARD_CHAIR, Title.JUDGE})


class Post(StaffRow):
    """A line of the staffing table: so many places of one post in the court or one of its boards."""

    in_body = "body"
    whose = ""

    body = models.ForeignKey(Body, models.PROTECT, related_name="posts", verbose_name=_("court"))
    board = models.ForeignKey(
        Board, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("board")
    )
    title = models.CharField(_("post"), max_length=20, choices=Title)
    note = models.CharField(_("in the words of the staffing table"), max_length=120, blank=True)
    places = models.PositiveSmallIntegerField(_("places"))
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("role that the post gives")
    )
    history = HistoricalRecords()

    objects: ClassVar[Any] = StaffRows.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "board", "title", "note"], name="one_line_a_post", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        words = self.note or str(self.get_title_display())
        return f"{words}, {self.board}" if self.board else words

    @property
    def is_sitting(self) -> bool:
        """Whether the post is a judge's."""
        return self.title in SITTING


class OrderKind(models.TextChoices):
    APPOINT = "appoint", _("Appointment")
    CHANGE = "change", _("Change of post")
    LEAVE_POST = "leave-post", _("End of a post")
    AWAY = "away", _("Leave, trip or training")
    SUBSTITUTE = "substitute", _("Substitution")
    AWARD = "award", _("Award")
    DISCIPLINE = "discipline", _("Disciplinary measure")
    OTHER = "other", _("Other")


class Order(StaffRow):
    """An order of the court's head on its people: numbered through the year, on paper and signed by the head."""

    in_body = "body"
    whose = "member__user"

    body = models.ForeignKey(Body, models.PROTECT, related_name="orders", verbose_name=_("court"))
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in the year"))
    kind = models.CharField(_("kind"), max_length=20, choices=OrderKind)
    made_on = models.DateField(_("date"))
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("about whom")
    )
    text = models.TextField(_("what is ordered"))
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("signed by"))
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed paper")
    )
    paper_name = models.CharField(_("name of the paper"), max_length=200, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = StaffRows.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-made_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["body", "year", "sequence"], name="an_order_has_its_own_number")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("staff:order", args=[self.pk])

    @property
    def number(self) -> str:
        """12-K/2026: the letter says that the order is about people (kadrlar)."""
        return f"{self.sequence}-K/{self.year}"


class AppointmentQuerySet(StaffRows["Appointment"]):
    def in_force(self, day: dt.date) -> "AppointmentQuerySet":
        """Those whose days include this one."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)

    def current(self) -> "AppointmentQuerySet":
        """Those of today, and those that begin later."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=clock.today()))


class Appointment(StaffRow):
    """A member of the court holds a post from a day to a day, at a full rate or a part of it."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="appointments", verbose_name=_("who"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name=_("post"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    rate = models.DecimalField(_("rate"), max_digits=3, decimal_places=2, default=Decimal(1))
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("order"))
    # The access that came with the post; it ends with it (EM-9.2.5).
    posting = models.ForeignKey(
        Posting, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("posting")
    )
    history = HistoricalRecords()

    objects: ClassVar[Any] = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="an_appointment_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0, rate__lte=1), name="a_rate_is_a_part_of_one"),
            models.UniqueConstraint(
                fields=["member", "post"], condition=Q(to_on=None), name="nobody_holds_one_post_twice"
            ),
        ]

    def __str__(self) -> str:
        return str(self.post)


class Substitution(StaffRow):
    """One stands in for another from a day to a day; whoever stands in for the chair acts as chair."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="substituted", verbose_name=_("who is away"))
    substitute = models.ForeignKey(Member, models.PROTECT, related_name="standing_in", verbose_name=_("who stands in"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    is_chair = models.BooleanField(_("acting chair"), default=False)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("order"))
    posting = models.ForeignKey(
        Posting, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("posting")
    )
    history = HistoricalRecords()

    objects: ClassVar[Any] = StaffRows.as_manager()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="a_substitution_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(member=F("substitute")), name="nobody_stands_in_for_himself"),
        ]
