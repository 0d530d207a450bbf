"""Writing down who the parties are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import User
from core import clock
from core.prepared import prepared
from parties.lookups import Told
from parties.models import Form, Party, Source


@dataclass(frozen=True)
class Contacts:
    """How a party says to be reached."""

    actual_address: str = ""
    phone: str = ""
    email: str = ""


def lock_identities(people: Iterable[Told]) -> None:
    """Let one registration at a time write about each of these persons, always in the same order."""
    known = sorted({told.fin or told.voen for told in people} - {""})
    with connection.cursor() as cursor:
        for number in known:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"party:{number}"])


@transaction.atomic
def write_down(told: Told, contacts: Contacts, *, by: User) -> Party:
    """The party as a register or a person told it; one with a known FIN or VÖEN is found again, not doubled."""
    lock_identities([told])
    party = _known(told) or Party(form=told.form)
    from_register = bool(told.query_number)
    if party.pk is None or from_register:
        _names(party, told)
    if from_register:
        party.source, party.checked_at = Source.REGISTER, clock.now()
        party.query_number, party.registered_address = told.query_number, told.address
    for field in ("actual_address", "phone", "email"):
        if getattr(contacts, field):
            setattr(party, field, getattr(contacts, field))
    if not party.registered_address:
        party.registered_address = told.address
    party._history_user = by  # type: ignore[attr-defined]
    party.save()
    return party


def _known(told: Told) -> Party | None:
    rows = _by_fin(told.fin) if told.fin else _by_voen(told.voen) if told.voen else []
    return next(iter(rows), None)


@prepared
def _by_fin(fin: Any) -> "QuerySet[Party]":
    return Party.objects.select_for_update().filter(fin=fin)


@prepared
def _by_voen(voen: Any) -> "QuerySet[Party]":
    return Party.objects.select_for_update().filter(voen=voen)


def _names(party: Party, told: Told) -> None:
    party.fin, party.voen = told.fin or None, told.voen or None
    party.surname, party.given_name, party.patronymic = told.surname, told.given_name, told.patronymic
    party.gender, party.id_card, party.title = told.gender, told.id_card, told.title
    party.birth_date = told.born_on
    natural = " ".join(part for part in (told.surname, told.given_name, told.patronymic) if part)
    party.full_name = told.title if party.form == Form.LEGAL else natural
