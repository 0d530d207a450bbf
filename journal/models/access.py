from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessRow(models.Model):
    """Somebody opened the personal data of one person; partitioned by month, so its key is (id, at)."""

    at = models.DateTimeField(_("at"))
    user_id = models.BigIntegerField(_("who, id"), null=True)
    user_name = models.CharField(_("who"), max_length=200)
    posting = models.CharField(_("posting"), max_length=300)
    subject = models.CharField(_("whose data"), max_length=60)
    dossier = models.BigIntegerField(_("dossier"), null=True)
    purpose = models.CharField(_("purpose"), max_length=200)
    request_id = models.CharField(_("request"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("opening of personal data")
        verbose_name_plural = _("openings of personal data")
        indexes = [models.Index(fields=["subject", "-at", "-id"], name="access_of_subject")]

    def __str__(self) -> str:
        return f"{self.user_name} → {self.subject}"


class AccessMinute(models.Model):
    """The openings of one minute under one hash; rows committed late make a further part of the minute."""

    index = models.BigIntegerField(_("leaf"), primary_key=True)
    minute = models.DateTimeField(_("minute"))
    row_ids = ArrayField(models.BigIntegerField(), verbose_name=_("rows"))

    class Meta:
        verbose_name = _("sealed minute of the access log")
        verbose_name_plural = _("sealed minutes of the access log")
        indexes = [models.Index(fields=["minute"], name="accessminute_minute")]

    def __str__(self) -> str:
        return f"{self.minute:%Y-%m-%d %H:%M}"
