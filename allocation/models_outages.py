"""The system was down: what was taken on paper meanwhile, and whose turn each paper was by the published list."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allocation.giving import OfCourtQuerySet, TwoPeople
from core import shown
from reference.models import Body


class Outage(TwoPeople):
    """The system was down between two moments; papers were given by the published list meanwhile."""

    court = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("court"))
    from_at = models.DateTimeField(_("from"))
    to_at = models.DateTimeField(_("to"))
    note = models.TextField(_("what happened"), max_length=2000)
    index = models.PositiveBigIntegerField(_("index of the log entry"), null=True)

    objects: ClassVar[Any] = OfCourtQuerySet.as_manager()

    class Meta(TwoPeople.Meta):
        verbose_name = _("outage")
        verbose_name_plural = _("outages")
        constraints: ClassVar[list[Any]] = [
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(condition=Q(from_at__lt=F("to_at")), name="an_outage_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return shown.span(self.from_at, self.to_at)

    def get_absolute_url(self) -> str:
        return reverse("allocation:outage", args=[self.pk])

    @property
    def journal_log(self) -> str:
        return str(self.court.code)

    @property
    def dossier_key(self) -> None:
        return None


class PaperCase(models.Model):
    """A paper taken during an outage, in the order of its coming; `submission` says which case it became."""

    outage = models.ForeignKey(Outage, models.CASCADE, related_name="papers", verbose_name=_("outage"))
    order = models.PositiveIntegerField(_("order of coming"))
    words = models.CharField(_("whose paper"), max_length=200)
    pool = models.CharField(_("pool"), max_length=100)
    judges = ArrayField(models.CharField(max_length=20), verbose_name=_("judges whose turn it was"), default=list)
    list_index = models.PositiveBigIntegerField(_("entry of the list"), null=True)
    submission = models.UUIDField(_("submission"), unique=True, default=uuid.uuid4)

    class Meta:
        verbose_name = _("paper of an outage")
        verbose_name_plural = _("papers of outages")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["outage", "order"], name="one_paper_a_place_of_an_outage")]
