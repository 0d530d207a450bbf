"""What the law fixes in numbers: terms and what opens them, duty, the days on which courts work."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from reference.models.base import DatedQuerySet, Named, Row, kept_history


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
