"""The State Population Register: who a person with a FIN is. The law lets the court verify those who take part."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import clock
from integrations.registers.calling import Register, ask

REGISTER = Register(
    name="population",
    operation="GetCitizen",
    key="fin",
    down=_("The State Population Register does not answer. Manual entry stays possible; ask again later."),
    broken=_(
        "The answer of the State Population Register could not be trusted and was not used. "
        "Manual entry stays possible."
    ),
    refused=_("The State Population Register did not accept the question. Manual entry stays possible."),
    unknown=_(
        "The State Population Register knows nobody with the FIN %(number)s. "
        "Check the FIN; manual entry stays possible."
    ),
)


@dataclass(frozen=True)
class Citizen:
    """A person as the register answered, with the number of the query and the moment of asking (UTC)."""

    fin: str
    surname: str
    given_name: str
    patronymic: str
    gender: str
    birth_date: dt.date
    id_card: str
    address: str
    is_alive: bool
    query_number: str
    asked_at: dt.datetime


def look_up(fin: str, *, reason: str, case: str | None = None, by: str) -> Citizen:
    """The citizen with this FIN; raises RegisterDown, BrokenAnswer, NotFound or Refused of integrations.errors."""
    asked_at = clock.now()
    answer = ask(REGISTER, settings.POPULATION_REGISTER_URL, fin, reason=reason, case=case, by=by)
    found = answer.found
    return Citizen(
        fin=found.fin,
        surname=found.surname,
        given_name=found.givenName,
        patronymic=found.patronymic or "",
        gender=found.gender,
        birth_date=found.birthDate,
        id_card=found.idCard or "",
        address=found.registeredAddress or "",
        is_alive=found.isAlive,
        query_number=answer.queryNumber,
        asked_at=asked_at,
    )
