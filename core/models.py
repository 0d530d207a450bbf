from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockOffset(models.Model):
    """One step by which the demo's clock was moved forward; never back, so days are above zero."""

    days = models.PositiveIntegerField(_("days"))
    moved_at = models.DateTimeField(_("moved at"))
    moved_by = models.CharField(_("moved by"), max_length=200)

    class Meta:
        verbose_name = _("step of the demo's clock")
        verbose_name_plural = _("steps of the demo's clock")
        constraints = [models.CheckConstraint(condition=models.Q(days__gt=0), name="clock_only_moves_forward")]

    @property
    def journal_log(self) -> str:
        return "national"

    @property
    def dossier_key(self) -> None:
        return None


class StoredFile(models.Model):
    """The bytes of one file, kept once by their SHA-256 and never changed."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("content type"), max_length=100)
    stored_at = models.DateTimeField(_("stored at"))

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.sha256[:12]
