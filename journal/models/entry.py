"""Entries of the journal and their destroyable content, both partitioned by month.

Their primary key in the database is (id, at), as partitions want; the id alone is unique and is what Django knows.
"""

import datetime as dt
import json
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from journal import actors, registry
from journal.models.tree import Leaf


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries by what they belong to."""

    def for_dossier(self, dossier_key: int, since: dt.datetime | None = None) -> Self:
        """The timeline of a dossier, newest first, with contents, in one query.

        `since`: the day it was opened; partitions of earlier months are then not looked at.
        """
        rows = self.filter(dossier=dossier_key).order_by("-at", "-id")
        return (rows.filter(at__gte=since) if since else rows).with_data(since)

    def with_data(self, since: dt.datetime | None = None) -> Self:
        """Fetch the contents together with the entries, all of them written since the moment."""
        content = Payload.objects.filter(entry_id=OuterRef("pk"), at=OuterRef("at")).values("payload")
        return self.annotate(payload_text=Subquery(content.filter(at__gte=since) if since else content))

    def with_leaf(self) -> Self:
        """Fetch the place in the log together with the entries (`leaf`); None before it is sealed."""
        return self.annotate(leaf=Subquery(Leaf.objects.filter(entry_id=OuterRef("pk")).values("index")))


class Entry(models.Model):
    """One fact of law: what happened, on what, by whom, when. Never changed."""

    log = models.CharField(_("log"), max_length=60)
    at = models.DateTimeField(_("at"))
    event = models.CharField(_("event"), max_length=80)
    actor_id = models.BigIntegerField(_("id of the actor"), null=True)
    actor_name = models.CharField(_("actor"), max_length=200)
    actor_posting = models.CharField(_("posting of the actor"), max_length=300)
    dossier = models.BigIntegerField(_("dossier"), null=True)
    subject_kind = models.CharField(_("kind of subject"), max_length=80)
    subject_id = models.CharField(_("id of the subject"), max_length=40)
    data_hash = models.BinaryField(_("hash of the content"))
    canonical = models.TextField(_("hashed text"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(fields=["dossier", "-at", "-id"], name="entry_timeline"),
            models.Index(fields=["event", "log", "at"], name="entry_statistics"),
            models.Index(fields=["subject_kind", "subject_id"], name="entry_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_kind}:{self.subject_id}"

    @cached_property
    def data(self) -> dict[str, Any] | None:
        """The content of the entry; None when an act has destroyed it."""
        if "payload_text" in self.__dict__:
            text: str | None = self.__dict__["payload_text"]
        else:
            text = Payload.objects.filter(pk=self.pk, at=self.at).values_list("payload", flat=True).first()
        return None if text is None else json.loads(text)

    @property
    def title(self) -> str:
        """What the timeline calls the event."""
        return registry.title_of(self.event)

    @property
    def icon(self) -> str:
        """The event's icon on the timeline."""
        return registry.icon_of(self.event)

    @property
    def actor(self) -> str:
        """The actor in words."""
        return actors.spoken(self.actor_name)

    # An entry may itself be what another entry is about
    @property
    def journal_log(self) -> str:
        return self.log

    @property
    def dossier_key(self) -> int | None:
        return self.dossier


class Payload(models.Model):
    """The content of one entry beside its hash, with the salt that keeps the hash from being guessed."""

    entry_id = models.BigIntegerField(_("entry"), primary_key=True)
    at = models.DateTimeField(_("at"))
    salt = models.BinaryField(_("salt"))
    payload = models.TextField(_("content"))

    class Meta:
        verbose_name = _("content of an entry")
        verbose_name_plural = _("contents of entries")

    def __str__(self) -> str:
        return f"content of {self.entry_id}"
