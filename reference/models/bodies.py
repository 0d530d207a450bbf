"""Courts, enforcement offices, the ministry, the council, and courtrooms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.azerbaijani_sql import SortKey
from reference.models.base import Named, Row, kept_history


class BodyKind(models.TextChoices):
    COURT = "court", _("Court")
    ENFORCEMENT = "enforcement", _("Enforcement office")
    MINISTRY = "ministry", _("Ministry")
    COUNCIL = "council", _("Judicial-Legal Council")
    OFFICE = "office", _("Other office")


class Body(Named):
    """A court, an enforcement office, the ministry, the council: that in which people are posted."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    short_code = models.SlugField(_("short code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind, default=BodyKind.COURT)
    court_type = models.CharField(_("type of court"), max_length=20, blank=True)
    # Not `instance`: rows of history have a property of that name.
    court_instance = models.PositiveSmallIntegerField(_("instance"), null=True, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    number_index = models.CharField(_("index in case numbers"), max_length=10, blank=True)
    number_index_basis = models.CharField(_("basis of the index"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("higher court")
    )
    note = models.TextField(_("note"), blank=True)
    is_demo = models.BooleanField(_("stands in the demo"), default=False)
    is_open = models.BooleanField(_("works"), default=True)
    sort_key = models.GeneratedField(expression=SortKey("name_az"), output_field=models.TextField(), db_persist=True)
    history = kept_history("sort_key")

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["sort_key"]

    @property
    def instance(self) -> int | None:
        """1 for courts of first instance, 2 of appeal, 3 the Supreme Court; nothing for what is no court."""
        return self.court_instance

    @property
    def is_court(self) -> bool:
        return self.kind == BodyKind.COURT


class Room(Row):
    """A courtroom."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="rooms", verbose_name=_("court"))
    name = models.CharField(_("name"), max_length=60)
    floor = models.CharField(_("floor"), max_length=20, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=20)
    is_active = models.BooleanField(_("in use"), default=True)
    history = kept_history()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["body", "name"]
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="one_room_a_name")]

    def __str__(self) -> str:
        return self.name
