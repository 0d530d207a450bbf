"""Deliveries of papers and messages, each with a fate that is always known. Knows no case."""

import uuid
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import visible_to
from accounts.models import Dossier
from core import clock
from journal.partitions import monthly
from reference.models import Body


class Channel(models.TextChoices):
    CABINET = "cabinet", _("E-cabinet")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    PRINT = "print", _("On paper")


class State(models.TextChoices):
    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Uncertain")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: Any, right: str = "notifications.view") -> "DeliveryQuerySet":
        """Deliveries of the dossiers that the user may see with this right."""
        return cast("DeliveryQuerySet", visible_to(self, user, right))


class Delivery(models.Model):
    """One message to one person by one channel; `sending` and the message id are committed before the wire.

    Partitioned by the month in which it was made, so the key in the database is (id, created_at).
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="deliveries", verbose_name=_("dossier"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    recipient = models.CharField(_("to whom"), max_length=320)
    # What the higher app knows the person by: the participation in a case, as `participation:12`.
    recipient_key = models.CharField(_("key of the recipient"), max_length=60)
    fin = models.CharField(_("FIN"), max_length=7, blank=True)
    voen = models.CharField(_("VÖEN"), max_length=10, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    address = models.CharField(_("address"), max_length=300, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    document = models.PositiveBigIntegerField(_("document"), null=True, blank=True)
    purpose = models.SlugField(_("purpose"), max_length=40)
    message_id = models.UUIDField(_("message id"), default=uuid.uuid4)
    remote_id = models.CharField(_("id at the other side"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    next_at = models.DateTimeField(_("next attempt at"), default=clock.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects: ClassVar[Any] = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["dossier", "-created_at"], name="deliveries_of_dossier"),
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=["pending", "sending", "uncertain"]),
                name="deliveries_to_send",
            ),
            models.Index(
                fields=["body", "created_at", "id"],
                condition=Q(channel="print", state="pending"),
                name="papers_to_serve",
            ),
            models.Index(fields=["fin", "-created_at"], condition=~Q(fin=""), name="deliveries_of_person"),
            models.Index(fields=["remote_id"], condition=~Q(remote_id=""), name="deliveries_by_remote_id"),
            models.Index(fields=["-created_at", "-id"], name="deliveries_newest_first"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["message_id", "created_at"], name="one_message_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.get_channel_display()}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:detail", args=[self.pk])

    @property
    def carries_paper(self) -> bool:
        """Whether the paper itself is handed over this way; a mail or an SMS only tells of it."""
        return self.channel in {Channel.CABINET, Channel.PRINT}

    @property
    def journal_log(self) -> str:
        return self.body.code

    @property
    def dossier_key(self) -> int:
        return self.dossier_id


monthly(Delivery._meta.db_table, "created_at")


class Part(models.Model):
    """One part of an SMS at the centre; the message is delivered when every part is."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, db_constraint=False, related_name="parts", verbose_name=_("delivery")
    )
    remote_id = models.CharField(_("id at the other side"), max_length=100, unique=True)
    is_delivered = models.BooleanField(_("delivered"), null=True)

    class Meta:
        verbose_name = _("part of an SMS")
        verbose_name_plural = _("parts of an SMS")
