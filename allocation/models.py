"""What the court knows of its draws: the log's state, keys, rules, places of judges, draws, and cases that wait."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Dossier
from allocation.complexity import Level, weight_of
from allocation.drawing import Rule, Share
from allocation.giving import Batch as Batch
from allocation.giving import BatchCase as BatchCase
from allocation.giving import Recusal as Recusal
from allocation.giving import Resolution as Resolution
from allocation.giving import Vacancy as Vacancy
from allocation.models_batches import BatchRecord as BatchRecord
from allocation.models_batches import State as State
from allocation.models_changes import ChangeOfRule as ChangeOfRule
from allocation.models_changes import PublishedList as PublishedList
from allocation.models_corrections import CategoryCheck as CategoryCheck
from allocation.models_corrections import Correction as Correction
from allocation.models_corrections import WeightEntry as WeightEntry
from allocation.models_outages import Outage as Outage
from allocation.models_outages import PaperCase as PaperCase
from allocation.rules import Terms, terms_on
from core import clock
from reference.models import Body
from staff.models import Absence, Judge


class CourtLogQuerySet(models.QuerySet["CourtLog"]):
    def before(self, case: int) -> "CourtLogQuerySet":
        """With what stands before a draw of the case: records without a result, earlier draws of the case itself."""
        unfinished, batches = (
            Exists(one.objects.filter(log=OuterRef("pk")).exclude(state=State.DONE)) for one in (Draw, BatchRecord)
        )
        return self.annotate(is_behind=unfinished | batches, was_drawn=Exists(Draw.objects.filter(dossier=case)))


class CourtLog(models.Model):
    """The public allocation log of a court; locking its row makes the next entry follow the last."""

    court = models.OneToOneField(Body, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("court"))
    last_at = models.DateTimeField(_("time of the last entry"))
    record_at = models.DateTimeField(_("time of the last record"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year of the loads"))

    objects: ClassVar[Any] = CourtLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation log")
        verbose_name_plural = _("allocation logs")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Under this name the log stands in the journal's trees."""
        return f"{settings.SELF_SEALED_LOGS}{self.court.short_code}"


class Holder(models.TextChoices):
    COURT = "court", _("Court")
    WITNESS = "witness", _("Witness")


class EnteredKey(models.Model):
    """A key as it stands in the log, usable a day after its entry."""

    log = models.ForeignKey(CourtLog, models.PROTECT, related_name="keys", verbose_name=_("log"))
    holder = models.CharField(_("holder"), max_length=10, choices=Holder)
    hash = models.CharField(_("hash"), max_length=64)
    form = models.JSONField(_("published form"))
    index = models.PositiveBigIntegerField(_("index of the log entry"))
    usable_from = models.DateTimeField(_("usable from"))

    class Meta:
        verbose_name = _("key in the log")
        verbose_name_plural = _("keys in the log")
        constraints = [models.UniqueConstraint(fields=["log", "holder", "hash"], name="a_key_is_entered_once")]


class EnteredRule(models.Model):
    """A version of the rule of allocation as it stands in the log."""

    log = models.ForeignKey(CourtLog, models.PROTECT, related_name="rules", verbose_name=_("log"))
    code = models.CharField(_("version"), max_length=20)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    band = models.PositiveIntegerField(_("band, hundredths"))
    depth = models.PositiveSmallIntegerField(_("depth, bands"))
    weights = models.JSONField(_("weights, hundredths"))
    index = models.PositiveBigIntegerField(_("index of the log entry"))
    from_on = models.DateField(_("in force from"))

    class Meta:
        verbose_name = _("rule of allocation")
        verbose_name_plural = _("rules of allocation")
        ordering = ["from_on", "index"]

    @property
    def rule(self) -> Rule:
        """The rule as the draw takes it."""
        return Rule(self.code, self.sha256, self.band, self.depth)

    def weight_of(self, kind: str, category: str, level: int = Level.ORDINARY) -> int:
        """The weight of a case in hundredths; without a level that of its record, which is an ordinary case's."""
        return weight_of(self.weights, kind, category, level)


class Place(models.Model):
    """A judge's place in a pool of the court, with the share and this year's load in hundredths."""

    log = models.ForeignKey(CourtLog, models.PROTECT, related_name="places", verbose_name=_("log"))
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="+", verbose_name=_("judge"))
    pool = models.CharField(_("pool"), max_length=100)
    share_num = models.PositiveSmallIntegerField(_("share: parts"), default=1)
    share_den = models.PositiveSmallIntegerField(_("share: of"), default=1)
    load = models.PositiveBigIntegerField(_("load, hundredths"), default=0)
    only = ArrayField(models.CharField(max_length=80), verbose_name=_("only these kinds"), default=list, blank=True)
    only_entry = models.PositiveBigIntegerField(_("entry of the specialisation"), null=True, blank=True)
    drawn = models.PositiveIntegerField(_("cases this year"), default=0)
    # What was entered since the judge joined, in the order of the log; the columns above say how it began.
    changes = models.JSONField(_("changes entered since"), default=list, blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until, not included"), null=True, blank=True)
    left_entry = models.PositiveBigIntegerField(_("entry of the leaving"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a pool")
        verbose_name_plural = _("places in pools")
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "pool"], condition=Q(until_on=None), name="one_place_a_judge_a_pool"
            )
        ]

    @property
    def share(self) -> Share:
        """The part of a full load today."""
        return self.terms_on(clock.today()).share

    def terms_on(self, day: dt.date) -> Terms:
        """Share, specialisation and quota as they are in force on the day."""
        begun = Terms(Share(self.share_num, self.share_den), tuple(self.only), self.only_entry)
        return terms_on(begun, self.changes, day)


class EnteredAbsence(models.Model):
    """An absence as it stands in the log; it keeps from draws from the day after its entry."""

    log = models.ForeignKey(CourtLog, models.PROTECT, related_name="absences", verbose_name=_("log"))
    absence = models.OneToOneField(Absence, models.PROTECT, related_name="+", verbose_name=_("absence"))
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="+", verbose_name=_("judge"))
    index = models.PositiveBigIntegerField(_("index of the log entry"))
    entered_on = models.DateField(_("entered on"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    lifted_on = models.DateField(_("load lifted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("absence in the log")
        verbose_name_plural = _("absences in the log")


class Conflict(models.Model):
    """A judge may not take a case: sat below, relation declared in advance, or recused."""

    log = models.ForeignKey(CourtLog, models.PROTECT, related_name="conflicts", verbose_name=_("log"))
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="+", verbose_name=_("judge"))
    case = models.CharField(_("case"), max_length=64)
    index = models.PositiveBigIntegerField(_("index of the log entry"))

    class Meta:
        verbose_name = _("conflict in the log")
        verbose_name_plural = _("conflicts in the log")
        constraints = [models.UniqueConstraint(fields=["judge", "case"], name="a_conflict_is_entered_once")]


class Way(models.TextChoices):
    RANDOM = "random", _("Random draw")
    BATCH = "batch", _("Drawn in a batch")
    NO_CHOICE = "no-choice", _("No choice")
    MANUAL = "manual", _("By resolution")
    SEQUENTIAL = "sequential", _("By turn")


CHANCED = (Way.RANDOM, Way.BATCH)  # the ways in which chance decides


class DrawQuerySet(models.QuerySet["Draw"]):
    def unfinished(self) -> "DrawQuerySet":
        """Records without a result, oldest first."""
        return self.exclude(state=State.DONE).order_by("log", "index")

    def proved(self) -> "DrawQuerySet":
        """Those that the witness signed: each by its own record, or with the batch in which it stands."""
        return self.filter(Q(way=Way.RANDOM) | Q(batch__isnull=False))

    def done(self) -> "DrawQuerySet":
        """Those with a result, newest first."""
        return self.filter(state=State.DONE).select_related("log__court").order_by("-at", "-index")

    def published(self) -> "DrawQuerySet":
        """Those with a result that anybody may open: a covert measure has no page until its secrecy ends."""
        return self.done().exclude(dossier__in=Dossier.objects.covert().values("pk"))

    def of_closed_days(self) -> "DrawQuerySet":
        """Draws that lists may show: those of today could be counted up to the loads of this hour."""
        return self.published().filter(at__lt=clock.at(clock.today(), dt.time()))


class Draw(models.Model):
    """How one attempt of a case came to its judges; the record is fixed before any randomness exists."""

    public_id = models.CharField(_("number of the draw"), max_length=20, unique=True)
    log = models.ForeignKey(CourtLog, models.PROTECT, related_name="draws", verbose_name=_("log"))
    pool = models.CharField(_("pool"), max_length=100)
    case = models.CharField(_("case as published"), max_length=64)
    dossier = models.PositiveBigIntegerField(_("dossier"))
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    way = models.CharField(_("way"), max_length=12, choices=Way, default=Way.RANDOM)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECORDED)
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind as published"), max_length=40)
    weight = models.PositiveIntegerField(_("weight, hundredths"))
    record = models.TextField(_("record"))
    index = models.PositiveBigIntegerField(_("index of the log entry"))
    # The record that holds this and other cases, whose proofs count here; `record` then says how it stood at its turn.
    batch = models.ForeignKey(
        BatchRecord, models.PROTECT, null=True, blank=True, related_name="draws", verbose_name=_("record of a batch")
    )
    salt = models.BinaryField(_("salt of a sealed case"), default=bytes)
    court_proof = models.BinaryField(_("proof of the court"), null=True)
    witness_proof = models.BinaryField(_("proof of the witness"), null=True)
    judges = models.JSONField(_("judges in order of seats"), default=list)
    tickets = models.JSONField(_("tickets"), default=list)
    result_index = models.PositiveBigIntegerField(_("index of the result"), null=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    objects: ClassVar[Any] = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        constraints = [
            models.UniqueConstraint(fields=["log", "case", "attempt"], name="one_record_an_attempt"),
            models.UniqueConstraint(
                fields=["log", "index"], condition=Q(batch=None), name="one_draw_a_place_in_the_log"
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "attempt"], name="draws_of_a_case"),
            models.Index(fields=["-at", "-index"], name="draws_newest"),
            models.Index(fields=["log", "-at", "-index"], name="draws_of_a_court"),
            models.Index(fields=["at"], condition=~Q(state="done"), name="draws_unfinished"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("draws:detail", args=[self.public_id])

    @property
    def is_proved(self) -> bool:
        """Whether two signatures decide here: over the record of the draw, or of the batch in which the case stands."""
        return self.way == Way.RANDOM or self.batch_id is not None

    @property
    def is_public(self) -> bool:
        """Roster and tickets become public at the close of the day, so that nobody times a filing by live loads."""
        return clock.local(self.at).date() < clock.today()


class Waiting(models.Model):
    """A case that could not be drawn yet, and why; the sweep tries it again."""

    dossier = models.PositiveBigIntegerField(_("dossier"), primary_key=True)
    court = models.ForeignKey(Body, models.CASCADE, related_name="+", verbose_name=_("court"))
    reason = models.CharField(_("reason"), max_length=500)
    since = models.DateTimeField(_("since"))
    tried_at = models.DateTimeField(_("last tried at"))

    class Meta:
        verbose_name = _("case waiting for a draw")
        verbose_name_plural = _("cases waiting for a draw")
