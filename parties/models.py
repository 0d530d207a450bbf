"""Persons and organisations as the courts know them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core import clock
from core.azerbaijani_sql import SearchKey, SortKey


class Form(models.TextChoices):
    NATURAL = "natural", _("Natural person")
    LEGAL = "legal", _("Organisation")


class Source(models.TextChoices):
    REGISTER = "register", _("State register")
    TYPED = "typed", _("Entered by hand")


class Party(models.Model):
    """One person or organisation, known by FIN or VÖEN where there is one; names of record stand beside contacts."""

    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.NATURAL)
    surname = models.CharField(_("surname"), max_length=100, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    gender = models.CharField(_("gender"), max_length=6, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    id_card = models.CharField(_("identity card"), max_length=20, blank=True)
    title = models.CharField(_("name of the organisation"), max_length=300, blank=True)
    fin = models.CharField(_("FIN"), max_length=7, unique=True, null=True, blank=True)
    voen = models.CharField(_("VÖEN"), max_length=10, unique=True, null=True, blank=True)
    registered_address = models.CharField(_("registered address"), max_length=300, blank=True)
    actual_address = models.CharField(_("actual address"), max_length=300, blank=True)
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.TYPED)
    checked_at = models.DateTimeField(_("checked against the register at"), null=True, blank=True)
    query_number = models.CharField(_("number of the register query"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    # Surname first, so that lists stand in the order of the register; the same for an organisation's name.
    full_name = models.CharField(_("name"), max_length=320)
    sort_key = models.GeneratedField(expression=SortKey("full_name"), output_field=models.TextField(), db_persist=True)
    search_key = models.GeneratedField(
        expression=SearchKey("full_name"), output_field=models.TextField(), db_persist=True
    )
    history = HistoricalRecords(excluded_fields=["sort_key", "search_key"])

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(full_name=""), name="a_party_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.spoken_name

    @property
    def is_natural(self) -> bool:
        return self.form == Form.NATURAL

    @property
    def spoken_name(self) -> str:
        """Given name, patronymic, surname; an organisation by its name."""
        if not self.is_natural:
            return self.title
        return " ".join(part for part in (self.given_name, self.patronymic, self.surname) if part)

    @property
    def short_name(self) -> str:
        """Given name and surname, as a docket row shows it."""
        return self.title if not self.is_natural else f"{self.given_name} {self.surname}".strip()

    @property
    def initials(self) -> str:
        """What a public list may show of a person: `A. R.`; organisations stand in full."""
        if not self.is_natural:
            return self.title
        return " ".join(f"{part[0]}." for part in (self.given_name, self.surname) if part)

    @property
    def register_subject(self) -> str:
        """How the access log names this person."""
        return f"fin:{self.fin}" if self.fin else f"voen:{self.voen}" if self.voen else f"party:{self.pk}"
