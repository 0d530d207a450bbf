"""Papers that come into the case, and notes on it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models.case import Case, Channel
from cases.models.people import Participation
from core import clock
from documents.models import Document


class FilingKind(models.TextChoices):
    CLAIM = "claim", _("Statement of claim")
    APPENDIX = "appendix", _("Appendix")
    OBJECTION = "objection", _("Objection to the claim")
    MOTION = "motion", _("Motion")
    EVIDENCE = "evidence", _("Written evidence")
    APPEAL = "appeal", _("Appeal")
    OTHER = "other", _("Other paper")


class Filing(models.Model):
    """A paper that a participant brought into the case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="filings", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=20, choices=FilingKind)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="filings", verbose_name=_("document")
    )
    participation = models.ForeignKey(
        Participation, models.PROTECT, null=True, blank=True, related_name="filings", verbose_name=_("filed by")
    )
    channel = models.CharField(_("filed"), max_length=10, choices=Channel, default=Channel.DESK)
    received_at = models.DateTimeField(_("received at"), default=clock.now)

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["received_at", "pk"]


class Note(models.Model):
    """A note on the case; the author says who may read it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes", verbose_name=_("case"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("text"))
    readers = models.ManyToManyField(User, related_name="+", blank=True, verbose_name=_("readers"))
    for_team = models.BooleanField(_("the team of the case may read it"), default=True)
    written_at = models.DateTimeField(_("written at"), default=clock.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-written_at"]
