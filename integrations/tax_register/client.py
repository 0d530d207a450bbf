"""The tax register: which organisation or entrepreneur has a VÖEN."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import clock
from integrations.registers.calling import Register, ask

REGISTER = Register(
    name="tax",
    operation="GetTaxpayer",
    key="voen",
    down=_("The tax register does not answer. Manual entry stays possible; ask again later."),
    broken=_("The answer of the tax register could not be trusted and was not used. Manual entry stays possible."),
    refused=_("The tax register did not accept the question. Manual entry stays possible."),
    unknown=_(
        "The tax register knows no taxpayer with the VÖEN %(number)s. Check the VÖEN; manual entry stays possible."
    ),
)


@dataclass(frozen=True)
class Organisation:
    """A taxpayer as the register answered, with the number of the query and the moment of asking (UTC)."""

    voen: str
    name: str
    address: str
    head: str
    is_active: bool
    query_number: str
    asked_at: dt.datetime


def look_up(voen: str, *, reason: str, case: str | None = None, by: str) -> Organisation:
    """The taxpayer with this VÖEN; raises RegisterDown, BrokenAnswer, NotFound or Refused of integrations.errors."""
    asked_at = clock.now()
    answer = ask(REGISTER, settings.TAX_REGISTER_URL, voen, reason=reason, case=case, by=by)
    found = answer.found
    return Organisation(
        voen=found.voen,
        name=found.name,
        address=found.address or "",
        head=found.head or "",
        is_active=found.isActive,
        query_number=answer.queryNumber,
        asked_at=asked_at,
    )
