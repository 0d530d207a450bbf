"""What cases are called: kinds and their numbers, categories, roles, acts."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.azerbaijani_sql import SortKey
from reference.models.base import DatedQuerySet, Named, Row, kept_history
from reference.models.bodies import Body


class CaseKindQuerySet(models.QuerySet["CaseKind"]):
    def for_court(self, court: Body) -> "CaseKindQuerySet":
        """Kinds of cases that a court of this type hears."""
        return self.filter(court_types__contains=[court.court_type]).order_by("order")

    def names(self) -> dict[str, str]:
        """The name of each kind by its code."""
        return {kind.code: kind.name for kind in self}


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
    is_sealed = models.BooleanField(_("seen by its team alone"), default=False)
    is_covert = models.BooleanField(_("covert until its secrecy ends"), default=False)
    sort_key = models.GeneratedField(expression=SortKey("name_az"), output_field=models.TextField(), db_persist=True)
    history = kept_history("sort_key")

    objects: ClassVar[Any] = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["sort_key"]

    @property
    def is_secret(self) -> bool:
        """Whether a case of it is sealed from its registration on."""
        return self.is_sealed or self.is_covert


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
