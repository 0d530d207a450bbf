"""Who takes part in the case, and what was served on whom."""

from collections.abc import Iterable

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.rows import CaseRow
from cases.names import CourtsWords, wanted
from documents.models import Document
from parties.models import Party
from reference.models import Body, PartyRole


class Participations(models.QuerySet["Participation"]):
    """Who takes part."""

    def named(self, words: str, courts: Iterable[int]) -> "Participations":
        """In cases of these courts, by words of the name or their beginnings, in any order."""
        asked = wanted(words, courts)
        return self.alias(words=CourtsWords("court", "search_key")).filter(words=asked) if asked else self.none()


class Participation(CaseRow):
    """A party takes part in the case in a role from a day to a day; roles change as rows, never in place."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="participations", verbose_name=_("case"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="participations", verbose_name=_("party"))
    role = models.ForeignKey(PartyRole, models.PROTECT, related_name="+", verbose_name=_("role"))
    represents = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("represents"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    reason = models.CharField(_("reason of the change"), max_length=200, blank=True)
    # The case's court and the party's name, which the database takes over by itself: a name is looked up in a court.
    court = models.ForeignKey(Body, models.PROTECT, related_name="+", editable=False, db_index=False, null=True)
    search_key = models.TextField(editable=False, null=True)

    objects = Participations.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["order", "pk"]
        indexes = [GinIndex(CourtsWords("court", "search_key"), name="parties_of_court")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party", "role"], condition=Q(to_on=None), name="one_open_participation_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} ({self.role})"


class Serving(models.Model):
    """A paper was served on a participant: from this day that participant's terms run."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="servings", verbose_name=_("whom"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="servings", verbose_name=_("what"))
    served_on = models.DateField(_("served on"))
    way = models.CharField(_("way"), max_length=20)
    delivery = models.PositiveBigIntegerField(_("delivery"), null=True, blank=True)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [models.UniqueConstraint(fields=["participation", "document"], name="a_paper_is_served_once")]
