"""What the rows of all reference books carry."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def kept_history(*left_out: str) -> HistoricalRecords:
    """Every state of a row with who changed it, known by number alone: reference books know no users."""
    return HistoricalRecords(
        excluded_fields=[*left_out], history_user_id_field=models.BigIntegerField(null=True, blank=True)
    )


class Row(models.Model):
    """What every reference row carries: where it comes from, whether it was verified, when it is in force."""

    source = models.TextField(_("source"), blank=True)
    is_verified = models.BooleanField(_("verified"), default=False)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    # What the file said when the row was last loaded from it; a row that differs was changed by hand and is kept.
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[Any]):
    def in_force(self, day: dt.date) -> "DatedQuerySet":
        """Rows whose days include this one; no first or last day means always."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun & (Q(valid_to=None) | Q(valid_to__gte=day)))


class Named(Row):
    """A row with a name in each language, Azerbaijani first."""

    name_az = models.CharField(_("name (az)"), max_length=300)
    name_en = models.CharField(_("name (en)"), max_length=300, blank=True)
    name_ru = models.CharField(_("name (ru)"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, else in Azerbaijani."""
        return getattr(self, f"name_{get_language() or 'az'}", "") or self.name_az
