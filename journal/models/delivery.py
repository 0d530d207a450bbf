from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a delivery stands."""

    PENDING = "pending", _("waiting")
    RUNNING = "running", _("running")
    FAILED = "failed", _("failed, will be tried again")
    DONE = "done", _("done")
    DEAD = "dead", _("given up")


OPEN = (State.PENDING, State.RUNNING, State.FAILED)


class Delivery(models.Model):
    """One entry on its way to one task; partitioned by the month of the entry, so its key is (id, at)."""

    entry_id = models.BigIntegerField(_("entry"))
    at = models.DateTimeField(_("at"))
    task = models.CharField(_("task"), max_length=120)
    dossier = models.BigIntegerField(_("dossier"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt at"))
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["next_at"], name="delivery_due", condition=Q(state__in=OPEN)),
            models.Index(fields=["dossier", "task", "id"], name="delivery_order", condition=Q(state__in=OPEN)),
            models.Index(fields=["id"], name="delivery_dead", condition=Q(state=State.DEAD)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "task", "at"], name="one_delivery_of_an_entry_to_a_task"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.task}"


class Heartbeat(models.Model):
    """When a process of the house last said that it lives."""

    name = models.CharField(_("process"), max_length=60, primary_key=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
