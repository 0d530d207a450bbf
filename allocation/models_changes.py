"""What steers the draw and who changed it: changes signed by two, and lists published beforehand."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from allocation.rules import Lever, fingerprint
from reference.models import Body, BodyKind


class PublishedList(models.Model):
    """An order of judges published beforehand; it may be followed from the day after its entry."""

    log = models.ForeignKey("allocation.CourtLog", models.PROTECT, related_name="lists", verbose_name=_("log"))
    pool = models.CharField(_("pool"), max_length=100)
    judges = ArrayField(models.CharField(max_length=20), verbose_name=_("judges in their order"))
    index = models.PositiveBigIntegerField(_("index of the log entry"))
    published_on = models.DateField(_("published on"))

    class Meta:
        verbose_name = _("published list")
        verbose_name_plural = _("published lists")
        ordering = ["index"]
        constraints = [models.UniqueConstraint(fields=["log", "index"], name="one_list_a_place_in_the_log")]


class ChangeState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for the second signature")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ChangeOfRuleQuerySet(models.QuerySet["ChangeOfRule"]):
    def visible_to(self, user: Any, right: str = "allocation.levers") -> "ChangeOfRuleQuerySet":
        """Changes of the courts whose levers the person sees with this right."""
        return self.filter(log__court__in=courts_seen(user, right))

    def for_page(self) -> "ChangeOfRuleQuerySet":
        """All that a line of the history shows, newest first."""
        return self.select_related("log__court", "proposed_by", "decided_by").order_by("-pk")


class ChangeOfRule(models.Model):
    """A change of what steers the draw: proposed by one, simulated, approved by another, in force from a later day."""

    log = models.ForeignKey("allocation.CourtLog", models.PROTECT, related_name="changes", verbose_name=_("log"))
    lever = models.CharField(_("lever"), max_length=20, choices=Lever)
    before = models.JSONField(_("old"))
    wanted = models.JSONField(_("new"))
    reason = models.CharField(_("reason"), max_length=500)
    not_before = models.DateField(_("in force not before"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ChangeState, default=ChangeState.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_as = models.CharField(_("posting of the first"), max_length=20)
    proposed_at = models.DateTimeField(_("proposed at"))
    simulation = models.JSONField(_("simulation"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_as = models.CharField(_("posting of the second"), max_length=20, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    index = models.PositiveBigIntegerField(_("index of the log entry"), null=True, blank=True)

    objects: ClassVar[Any] = ChangeOfRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the rules of the draw")
        verbose_name_plural = _("changes of the rules of the draw")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("proposed_by")), name="a_change_has_two_signers"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(index__isnull=False, decided_by__isnull=False),
                name="an_approved_change_stands_in_the_log",
            ),
        ]
        indexes = [models.Index(fields=["log", "-id"], name="changes_of_a_court")]

    def __str__(self) -> str:
        return f"{self.get_lever_display()}, {self.log.court}"

    def get_absolute_url(self) -> str:
        return reverse("allocation:change", args=[self.pk])

    @property
    def journal_log(self) -> str:
        return str(self.log.court.code)

    @property
    def dossier_key(self) -> None:
        return None

    @property
    def is_open(self) -> bool:
        return self.state == ChangeState.PROPOSED

    @property
    def fingerprint(self) -> str:
        """What a simulation and an approval are given for: exactly this change and no other."""
        day = self.not_before.isoformat() if self.not_before else ""
        return fingerprint(self.log_id, self.lever, self.before, self.wanted, day)

    @property
    def is_simulated(self) -> bool:
        """Whether the simulation on record was run for exactly this change."""
        return self.simulation is not None and self.simulation["of"] == self.fingerprint


def courts_seen(user: Any, right: str) -> "models.QuerySet[Body]":
    """The courts in which the person holds the right: the own one, or all for who holds it in the council."""
    bodies = Body.objects.filter(pk__in=user.bodies_with(right))
    courts = Body.objects.filter(kind=BodyKind.COURT, is_open=True)
    if any(body.kind == BodyKind.COUNCIL for body in bodies):
        return courts
    return courts.filter(pk__in=[body.pk for body in bodies])
