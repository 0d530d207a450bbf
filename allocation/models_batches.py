"""One record for all cases of a judge who left, of one pool: it stands in the public log, then comes its result."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from allocation.giving import Batch
from core import clock


class State(models.TextChoices):
    RECORDED = "recorded", _("Recorded")
    PROVED = "proved", _("Proved")
    DONE = "done", _("Done")


class BatchRecordQuerySet(models.QuerySet["BatchRecord"]):
    def unfinished(self) -> "BatchRecordQuerySet":
        """Records without a result, oldest first."""
        return self.exclude(state=State.DONE).select_related("log__court").order_by("log", "index")

    def done(self) -> "BatchRecordQuerySet":
        """Those with a result."""
        return self.filter(state=State.DONE).select_related("log__court", "redraw__judge__user")


class BatchRecord(models.Model):
    """The record `courtcms-batch/1` of a pool, fixed before any randomness exists, with its proofs and result."""

    public_id = models.CharField(_("number of the batch"), max_length=20, unique=True)
    redraw = models.ForeignKey(Batch, models.PROTECT, related_name="records", verbose_name=_("redraw"))
    log = models.ForeignKey("allocation.CourtLog", models.PROTECT, related_name="batches", verbose_name=_("log"))
    pool = models.CharField(_("pool"), max_length=100)
    at = models.DateTimeField(_("at"))
    record = models.TextField(_("record"))
    index = models.PositiveBigIntegerField(_("index of the log entry"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECORDED)
    court_proof = models.BinaryField(_("proof of the court"), null=True)
    witness_proof = models.BinaryField(_("proof of the witness"), null=True)
    result_index = models.PositiveBigIntegerField(_("index of the result"), null=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    objects: ClassVar[Any] = BatchRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a batch")
        verbose_name_plural = _("records of batches")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["log", "index"], name="one_batch_a_place_in_the_log")]
        indexes = [models.Index(fields=["log"], condition=~Q(state="done"), name="batches_unfinished")]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("draws:detail", args=[self.public_id])

    @property
    def is_public(self) -> bool:
        """Roster, cases and tickets become public at the close of the day, as those of a draw do."""
        return clock.local(self.at).date() < clock.today()
