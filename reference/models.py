"""Reference books: dated where the law changes them, each row with its source and how sure it is."""

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.azerbaijani_sql import SortKey


def kept_history(*left_out: str) -> HistoricalRecords:
    """Every state of a row with who changed it, known by number alone: reference books know no users."""
    return HistoricalRecords(
        excluded_fields=[*left_out], history_user_id_field=models.BigIntegerField(null=True, blank=True)
    )


class Row(models.Model):
    """What every reference row carries: where it comes from, whether it was verified, when it is in force."""

    source = models.TextField(_("source"), blank=True)
    is_verified = models.BooleanField(_("verified"), default=False)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    # What the file said when the row was last loaded from it; a row that differs was changed by hand and is kept.
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[Any]):
    def in_force(self, day: dt.date) -> "DatedQuerySet":
        """Rows whose days include this one; no first or last day means always."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun & (Q(valid_to=None) | Q(valid_to__gte=day)))


class Named(Row):
    """A row with a name in each language, Azerbaijani first."""

    name_az = models.CharField(_("name (az)"), max_length=300)
    name_en = models.CharField(_("name (en)"), max_length=300, blank=True)
    name_ru = models.CharField(_("name (ru)"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, else in Azerbaijani."""
        return getattr(self, f"name_{get_language() or 'az'}", "") or self.name_az


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


class CaseKindQuerySet(models.QuerySet["CaseKind"]):
    def for_court(self, court: Body) -> "CaseKindQuerySet":
        """Kinds of cases that a court of this type hears."""
        return self.filter(court_types__contains=[court.court_type]).order_by("order")


class CaseKind(Named):
    """A kind of case: civil, commercial, administrative, order; it gives the prefix of the number."""

    code = models.SlugField(_("code"), unique=True)
    group = models.CharField(_("group"), max_length=40)
    number_prefix = models.CharField(_("prefix of the number"), max_length=10)
    prefix_basis = models.CharField(_("basis of the prefix"), max_length=60, blank=True)
    court_types = ArrayField(models.CharField(max_length=20), verbose_name=_("courts"), default=list)
    procedural_law = models.CharField(_("law of procedure"), max_length=80, blank=True)
    counts_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shares its numbers with")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    history = kept_history()

    objects: ClassVar[Any] = CaseKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of case")
        verbose_name_plural = _("kinds of cases")
        ordering = ["order", "code"]

    @property
    def counter_id(self) -> int:
        """The kind whose counter gives the numbers: kinds with one prefix must not give one number twice."""
        return self.counts_with_id or self.pk


class NumberingRule(Row):
    """How the numbers of a kind of case are written and with which kind they are counted, from a day to a day."""

    kind = models.ForeignKey(CaseKind, models.CASCADE, related_name="numbering", verbose_name=_("kind of case"))
    form = models.CharField(_("form"), max_length=80)
    prefix = models.CharField(_("prefix of the number"), max_length=10, blank=True)
    counted_with = models.ForeignKey(
        CaseKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shares its numbers with")
    )
    note = models.TextField(_("note"), blank=True)
    history = kept_history()

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of numbering")
        verbose_name_plural = _("rules of numbering")
        ordering = ["kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"], name="one_rule_of_numbering_a_day", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.form}"


class CategoryQuerySet(models.QuerySet["Category"]):
    def leaves(self) -> "CategoryQuerySet":
        """Categories under which a case is registered: those that have none below them."""
        return self.filter(children=None).order_by("sort_key")


class Category(Named):
    """What a case is about; its weight, in hundredths of a plain case, goes into the judges' loads."""

    code = models.CharField(_("code"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("above")
    )
    kind = models.ForeignKey(CaseKind, models.PROTECT, related_name="categories", verbose_name=_("kind of case"))
    legal_basis = models.CharField(_("article"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=20, blank=True)
    weight = models.PositiveIntegerField(_("weight, hundredths"), default=100)
    sort_key = models.GeneratedField(expression=SortKey("name_az"), output_field=models.TextField(), db_persist=True)
    history = kept_history("sort_key")

    objects: ClassVar[Any] = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["sort_key"]


class PartyRoleQuerySet(models.QuerySet["PartyRole"]):
    def for_claims(self) -> "PartyRoleQuerySet":
        """Roles that a claim may name: sides, third parties and their representatives."""
        sides = ["claimant", "respondent", "third_party", "representative"]
        groups = Q(case_groups__contains=["mulki"]) | Q(case_groups__contains=["all"])
        return self.filter(groups, side__in=sides).order_by("order")


class PartyRole(Named):
    """A role in which a party takes part, with its side and article."""

    code = models.SlugField(_("code"), unique=True)
    case_groups = ArrayField(models.CharField(max_length=40), verbose_name=_("kinds of cases"), default=list)
    side = models.CharField(_("side"), max_length=20)
    is_party = models.BooleanField(_("party to the case"), default=False)
    can_be_legal = models.BooleanField(_("may be an organisation"), default=False)
    legal_basis = models.CharField(_("article"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    history = kept_history()

    objects: ClassVar[Any] = PartyRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a party")
        verbose_name_plural = _("roles of parties")
        ordering = ["order", "code"]


class ActKind(Named):
    """A kind of court act: judgment, ruling, order; its heading and parts as the law asks."""

    code = models.SlugField(_("code"), unique=True)
    act_class = models.CharField(_("class"), max_length=40, blank=True)
    case_groups = ArrayField(models.CharField(max_length=40), verbose_name=_("kinds of cases"), default=list)
    issued_by = models.CharField(_("issued by"), max_length=200, blank=True)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    parts = ArrayField(models.CharField(max_length=40), verbose_name=_("parts"), default=list)
    required_contents = models.TextField(_("required contents"), blank=True)
    appealable = models.CharField(_("appeal"), max_length=200, blank=True)
    legal_basis = models.CharField(_("article"), max_length=200, blank=True)
    history = kept_history()

    class Meta:
        verbose_name = _("kind of act")
        verbose_name_plural = _("kinds of acts")
        ordering = ["code"]


class Term(Named):
    """A term of the law: how long, counted how, whose, by which article."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    case_groups = ArrayField(models.CharField(max_length=40), verbose_name=_("kinds of cases"), default=list)
    start_event = models.CharField(_("begins with"), max_length=300)
    length = models.PositiveIntegerField(_("length"))
    unit = models.CharField(_("unit"), max_length=20)
    direction = models.CharField(_("direction"), max_length=10, default="max")
    actor = models.CharField(_("who must act"), max_length=100, blank=True)
    legal_basis = models.CharField(_("article"), max_length=200)
    confidence = models.CharField(_("confidence"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)
    history = kept_history()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["code"]

    @property
    def law(self) -> str:
        """The code by whose rules the term is counted: MPM, İPM, CPM or İXM; the civil code where none is named."""
        first = self.legal_basis.split(" ")[0]
        return first if first in {"MPM", "İPM", "CPM", "İXM"} else "MPM"


class Per(models.TextChoices):
    CASE = "case", _("per case")
    PARTICIPATION = "participation", _("per participant")
    ACT = "act", _("per act")


class TermBinding(Row):
    """Which event opens the term and which close it; a term without a binding shows as not bound."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="bindings", verbose_name=_("term"))
    opens_on = models.CharField(_("opened by the event"), max_length=80)
    closes_on = ArrayField(models.CharField(max_length=80), verbose_name=_("closed by the events"), default=list)
    per = models.CharField(_("runs"), max_length=20, choices=Per, default=Per.CASE)
    # Facts that the opening entry must carry, as `document_kind=judgment`; empty: every such entry opens it.
    condition = models.CharField(_("only when"), max_length=100, blank=True)
    warn_days = models.PositiveSmallIntegerField(_("warn days before"), default=2)
    note = models.TextField(_("note"), blank=True)
    history = kept_history()

    class Meta:
        verbose_name = _("binding of a term")
        verbose_name_plural = _("bindings of terms")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["term", "opens_on", "condition"], name="one_binding_of_a_term_to_an_event")
        ]

    def __str__(self) -> str:
        return f"{self.opens_on} → {self.term.code}"


class DutyRate(Row):
    """One line of the duty table: a tier, a fixed sum, an exemption; where no amount was found the court asks."""

    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=40)
    description_az = models.TextField(_("description (az)"))
    description_en = models.TextField(_("description (en)"), blank=True)
    claim_from = models.DecimalField(_("claim above, AZN"), max_digits=14, decimal_places=2, null=True, blank=True)
    claim_to = models.DecimalField(_("claim up to, AZN"), max_digits=14, decimal_places=2, null=True, blank=True)
    fixed = models.DecimalField(_("fixed sum, AZN"), max_digits=14, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField(_("per cent"), max_digits=7, decimal_places=4, null=True, blank=True)
    percent_over = models.DecimalField(
        _("of what is above, AZN"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    maximum = models.DecimalField(_("at most, AZN"), max_digits=14, decimal_places=2, null=True, blank=True)
    service_code = models.CharField(_("treasury code"), max_length=20, blank=True)
    legal_basis = models.CharField(_("article"), max_length=200, blank=True)
    confidence = models.CharField(_("confidence"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    history = kept_history()

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate of duty")
        verbose_name_plural = _("rates of duty")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_rate_a_day", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.description_az


class CalendarDay(Row):
    """A day that is not what its weekday says: a holiday, or a weekend day worked in exchange."""

    date = models.DateField(_("date"), unique=True)
    is_working = models.BooleanField(_("working day"), default=False)
    name_az = models.CharField(_("name (az)"), max_length=200)
    name_en = models.CharField(_("name (en)"), max_length=200, blank=True)
    legal_basis = models.CharField(_("article"), max_length=200, blank=True)
    history = kept_history()

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y} {self.name_az}"
