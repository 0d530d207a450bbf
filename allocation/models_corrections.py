"""What registration fixed, looked at by a second person, and corrected by two: category and complexity of a case."""

from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_to
from accounts.models import User
from allocation.complexity import Level
from cases.lifecycle import CLOSED
from cases.models import Case, CaseRow
from reference.models import Body, Category


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: Any, right: str = "cases.correct") -> "CorrectionQuerySet":
        """Corrections in the cases that the user may see with this right."""
        seen = Case.objects.visible_to(user, right).values("pk")
        return self.filter(draw__dossier__in=seen)

    def waiting(self) -> "CorrectionQuerySet":
        """Asked for by one, not answered by another yet."""
        return self.filter(confirmed_at=None, refused_at=None)

    def of_case(self, case: int) -> "CorrectionQuerySet":
        """Those of one case, with the people."""
        return self.filter(draw__dossier=case).select_related(
            "category", "asked_by", "confirmed_by", "draw__log__court"
        )

    def in_force(self, case: int) -> "Correction | None":
        """The newest that two people made in the case."""
        return self.of_case(case).exclude(confirmed_at=None).order_by("confirmed_at").last()

    def levels(self, cases: Any) -> dict[int, int]:
        """The complexity of those of the cases in which two people set one."""
        made = self.filter(draw__dossier__in=cases).exclude(confirmed_at=None).order_by("confirmed_at")
        return dict(made.values_list("draw__dossier", "level"))


class Correction(models.Model):
    """A category or complexity found wrong after the draw: one person asked, another confirms."""

    draw = models.ForeignKey("allocation.Draw", models.PROTECT, related_name="corrections", verbose_name=_("draw"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("right category"))
    level = models.PositiveSmallIntegerField(
        _("right complexity"), choices=Level, default=Level.ORDINARY, db_default=Level.ORDINARY.value
    )
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    refused_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("not confirmed by")
    )
    refused_at = models.DateTimeField(_("not confirmed at"), null=True)
    answer = models.CharField(_("why it is not confirmed"), max_length=500, blank=True, db_default="")
    index = models.PositiveBigIntegerField(_("index of the log entry"), null=True)

    objects: ClassVar[Any] = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of category or complexity")
        verbose_name_plural = _("corrections of category or complexity")
        constraints = [
            models.UniqueConstraint(
                fields=["draw"],
                condition=Q(confirmed_at=None, refused_at=None),
                name="one_correction_waits_for_a_draw",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="a_correction_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(refused_at=None), name="a_correction_is_answered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw}: {self.category}"

    def get_absolute_url(self) -> str:
        return reverse("allocation:correct", args=[self.draw.dossier])


class WeightEntry(models.Model):
    """A `correction` in the public log: which draw it gave which weight, by which decision of two people."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="entries", verbose_name=_("correction"))
    draw = models.ForeignKey("allocation.Draw", models.PROTECT, related_name="+", verbose_name=_("draw"))
    weight = models.PositiveIntegerField(_("weight, hundredths"))
    index = models.PositiveBigIntegerField(_("index of the log entry"))

    class Meta:
        verbose_name = _("weight in the log")
        verbose_name_plural = _("weights in the log")
        constraints = [models.UniqueConstraint(fields=["draw", "index"], name="a_weight_is_entered_once")]


class CheckState(models.TextChoices):
    WAITING = "waiting", _("Waits for the second person")
    CONFIRMED = "confirmed", _("Confirmed")
    CORRECTED = "corrected", _("Corrected")


class CategoryCheckQuerySet(models.QuerySet["CategoryCheck"]):
    def visible_to(self, user: Any, right: str = "allocation.confirm_category") -> "CategoryCheckQuerySet":
        """Those of the cases that the user may see with this right; of a sealed case its team alone sees it."""
        return cast("CategoryCheckQuerySet", visible_to(self, user, right, path="case__dossier", court="court"))

    def waiting(self) -> "CategoryCheckQuerySet":
        """Cases under way whose category no second person has confirmed or corrected yet."""
        return self.filter(state=CheckState.WAITING).exclude(case__status__in=CLOSED)

    def for_list(self) -> "CategoryCheckQuerySet":
        """All that a row of the list shows."""
        return self.select_related("case__category", "case__kind", "case__judge__user", "registered_by")


class CategoryCheck(CaseRow):
    """A second person looks at category and weight as registered; the draw does not wait for it."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("case"))
    court = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("court"))
    registered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("registered by")
    )
    since = models.DateTimeField(_("since"))
    state = models.CharField(_("state"), max_length=10, choices=CheckState, default=CheckState.WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("second person"))
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects: ClassVar[Any] = CategoryCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation of a category")
        verbose_name_plural = _("confirmations of categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(registered_by=None) | ~Q(decided_by=F("registered_by")),
                name="who_registered_does_not_confirm",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_confirmed_category_has_its_second_person",
            ),
        ]
        indexes = [
            models.Index(fields=["court", "since", "case"], condition=Q(state="waiting"), name="categories_waiting"),
            models.Index(fields=["court", "since"], name="categories_of_a_court"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_state_display()}"

    @property
    def is_waiting(self) -> bool:
        """Whether no second person has looked at it."""
        return self.state == CheckState.WAITING
