"""The people of a court and their personal files; the boards in which judges sit."""

import hashlib
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.azerbaijani_sql import SearchKey, SortKey
from core.models import StoredFile
from reference.models import Body
from staff.leave import RESPONSIBLE, Children
from staff.models.rows import StaffRow, StaffRows


class Board(StaffRow):
    """A board (chamber) of a court, with the kinds of cases that it hears."""

    in_body = "body"
    whose = ""

    body = models.ForeignKey(Body, models.PROTECT, related_name="boards", verbose_name=_("court"))
    name = models.CharField(_("name of the board"), max_length=120)
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("kinds of cases"), default=list, blank=True)
    is_open = models.BooleanField(_("works"), default=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = StaffRows.as_manager()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["body", "name"]
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="one_board_a_name")]

    def __str__(self) -> str:
        return self.name


class Member(StaffRow):
    """A person of the court: all that the personnel office keeps about one user in one body hangs here."""

    in_body = "body"
    whose = "user"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="members", verbose_name=_("court"))
    # The name as the register of staff has it; lists are sorted and searched by it.
    name = models.CharField(_("name"), max_length=310)
    # What the yearly leave hangs on; `staff.leave` reckons it.
    leave_days = models.PositiveSmallIntegerField(_("basic leave, days a year"), default=RESPONSIBLE)
    served_from = models.DateField(_("in service since"), null=True, blank=True)
    children = models.CharField(_("leave for children"), max_length=10, choices=Children, default=Children.NONE)
    extra_days = models.PositiveSmallIntegerField(_("further days of leave"), default=0)
    extra_ground = models.CharField(_("ground of the further days"), max_length=150, blank=True)
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)
    search_key = models.GeneratedField(expression=SearchKey("name"), output_field=models.TextField(), db_persist=True)
    history = HistoricalRecords(excluded_fields=["sort_key", "search_key"])

    objects: ClassVar[Any] = StaffRows.as_manager()

    class Meta:
        verbose_name = _("member of the court")
        verbose_name_plural = _("members of the court")
        constraints = [
            models.UniqueConstraint(fields=["user", "body"], name="one_card_a_person_a_court"),
            models.CheckConstraint(
                condition=Q(extra_days=0) | ~Q(extra_ground=""), name="further_days_of_leave_have_a_ground"
            ),
        ]
        indexes = [models.Index(fields=["body", "sort_key"], name="members_in_order")]

    def __str__(self) -> str:
        return self.user.full_name

    def get_absolute_url(self) -> str:
        return reverse("staff:member", args=[self.pk])


class FileKind(models.TextChoices):
    EDUCATION = "education", _("Education")
    TRAINING = "training", _("Training")
    AWARD = "award", _("Award")
    DISCIPLINE = "discipline", _("Disciplinary measure")


class FileEntry(StaffRow):
    """A line of the personal file: education, training, an award, a disciplinary measure."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="file", verbose_name=_("member of the court"))
    kind = models.CharField(_("kind"), max_length=20, choices=FileKind)
    title = models.CharField(_("what"), max_length=300)
    place = models.CharField(_("where, by whom"), max_length=300, blank=True)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paper")
    )
    paper_name = models.CharField(_("name of the paper"), max_length=200, blank=True)
    # A line that was written by mistake or taken off stays in the file, with the reason.
    struck_on = models.DateField(_("struck on"), null=True, blank=True)
    struck_why = models.CharField(_("why it was struck"), max_length=300, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = StaffRows.as_manager()

    @property
    def mark(self) -> str:
        """Changes with every change of the line; a form carries it, so that nobody writes over another's change."""
        facts = (self.kind, self.title, self.place, self.from_on, self.to_on, self.paper_id, self.struck_on)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]

    class Meta:
        verbose_name = _("line of the personal file")
        verbose_name_plural = _("lines of personal files")
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="a_line_of_the_file_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(struck_on=None) | ~Q(struck_why=""), name="a_struck_line_of_the_file_says_why"
            ),
        ]
