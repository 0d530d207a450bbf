"""From a case, or from what is being typed, to the facts that the tariff asks for."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Case, Channel, Participation
from core import clock
from core.errors import Refused
from core.prepared import prepared
from finance import tariff
from finance.tariff import Duty, Facts, Line, NeedsGround
from reference.models import DutyRate


def rates() -> list[Any]:
    """The lines of the duty table in force today."""
    return _rates_on(clock.today())


@prepared
def _rates_on(day: Any) -> "QuerySet[DutyRate]":
    return DutyRate.objects.in_force(day)


def reckon(case: Case) -> Duty:
    """The duty of a registered case; what the law does not tell must have been given by hand, else Refused."""
    given = case.duty_facts
    if given.get("manual_amount") is not None:
        return by_hand(Decimal(given["manual_amount"]), given.get("manual_ground", ""))
    try:
        return tariff.duty(_facts_of(case), rates())
    except NeedsGround as missing:
        raise Refused(needs(missing)) from missing


def needs(missing: NeedsGround) -> str:
    """What the clerk must do when the table has no amount."""
    article = missing.article or tariff.LAW
    return _("The amount of the duty is not known here (%(article)s). Write the sum and its ground under “Duty”.") % {
        "article": article
    }


def by_hand(amount: Decimal, ground: str) -> Duty:
    """A duty that a person set, with its ground."""
    return Duty(amount, [Line(_("Set by hand"), {}, amount)], ground)


def _facts_of(case: Case) -> Facts:
    claimant = next(iter(_claimants_of(case.pk)), None)
    is_natural = bool(claimant and claimant.party.is_natural)
    by_cabinet = case.channel == Channel.CABINET and claimant is not None
    return Facts(
        kind=tariff.duty_kind(case.kind.code, case.court.instance or 1),
        price=case.claim_price,
        is_dwelling=bool(case.duty_facts.get("is_dwelling")),
        exemption=case.duty_facts.get("exempt") or tariff.exemption_of_category(case.category.code),
        is_natural=is_natural,
        is_first_electronic=by_cabinet and is_natural and _is_first(case, claimant.party_id),  # type: ignore[union-attr]
    )


@prepared
def _claimants_of(case: Any) -> "QuerySet[Participation]":
    return Participation.objects.select_related("party").filter(case=case, role__side="claimant")[:1]


def _is_first(case: Case, party: int) -> bool:
    """Whether this is the claimant's first electronic filing of a civil claim (relief since 2024-01-15)."""
    earlier = Case.objects.filter(channel=Channel.CABINET, participations__party=party).exclude(pk=case.pk)
    return not earlier.filter(participations__role__side="claimant").exists()


def price_of(text: str) -> Decimal | None:
    """The claim price as typed, or nothing while it makes no sum."""
    try:
        return Decimal("".join(text.split()).replace(".", "").replace(",", ".")) if text.strip() else None
    except InvalidOperation:
        return None
