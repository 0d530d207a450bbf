"""Asking the state registers about a party at registration: the law lets the court verify who takes part."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from core import identifiers
from core.errors import Refused
from integrations.population_register import client as population
from integrations.tax_register import client as taxes
from journal.access import saw

# One answer serves the look-up and the registration that follows it.
KEPT_SECONDS = 900


@dataclass(frozen=True)
class Told:
    """What a register answered about a person or organisation, with the query's number and minute."""

    form: str
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    gender: str = ""
    birth_date: str = ""
    id_card: str = ""
    title: str = ""
    address: str = ""
    fin: str = ""
    voen: str = ""
    query_number: str = ""
    asked_at: str = ""

    @property
    def name(self) -> str:
        """Given name, patronymic, surname; an organisation by its name."""
        return self.title or " ".join(part for part in (self.given_name, self.patronymic, self.surname) if part)

    @property
    def born_on(self) -> dt.date | None:
        return dt.date.fromisoformat(self.birth_date) if self.birth_date else None


def ask_population(fin: str, *, by: Any, reason: str) -> Told:
    """The citizen with this FIN as the State Population Register knows them; every question is on record."""
    fin = identifiers.fin(fin)
    kept = cache.get(f"population:{by.pk}:{fin}")
    if kept:
        return Told(**kept)
    citizen = population.look_up(fin, reason=reason, by=by.username)
    if not citizen.is_alive:
        raise Refused(_dead(fin))
    told = Told(
        form="natural",
        fin=fin,
        surname=citizen.surname,
        given_name=citizen.given_name,
        patronymic=citizen.patronymic,
        gender=citizen.gender,
        birth_date=citizen.birth_date.isoformat(),
        id_card=citizen.id_card,
        address=citizen.address,
        query_number=citizen.query_number,
        asked_at=citizen.asked_at.isoformat(),
    )
    saw(by, [f"fin:{fin}"], None, "registration of a claim")
    cache.set(f"population:{by.pk}:{fin}", asdict(told), KEPT_SECONDS)
    return told


def _dead(fin: str) -> str:
    return _(
        "By the register the person with the FIN %(fin)s has died. What you typed is kept. Give the FIN of the legal "
        "successor or of another party here, or type the name by hand."
    ) % {"fin": fin}


def ask_taxes(voen: str, *, by: Any, reason: str) -> Told:
    """The organisation with this VÖEN as the tax register knows it."""
    voen = identifiers.voen(voen)
    kept = cache.get(f"taxes:{by.pk}:{voen}")
    if kept:
        return Told(**kept)
    found = taxes.look_up(voen, reason=reason, by=by.username)
    told = Told(
        form="legal",
        voen=voen,
        title=found.name,
        address=found.address,
        query_number=found.query_number,
        asked_at=found.asked_at.isoformat(),
    )
    cache.set(f"taxes:{by.pk}:{voen}", asdict(told), KEPT_SECONDS)
    return told
