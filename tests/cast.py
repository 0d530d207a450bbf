"""What many tests begin with: a claim as a clerk would register it."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from cases.models import Case
from cases.registration import Claim, PartyLine, register_case
from parties.actions import Contacts
from parties.lookups import Told
from reference.models import Body, CaseKind, Category, PartyRole

AYSEL = Told(form="natural", surname="Rəhimli", given_name="Aysel", patronymic="Kamran qızı", fin="5XK2T7P")
VUGAR = Told(form="natural", surname="Əsgərov", given_name="Vüqar", patronymic="Tofiq oğlu", fin="4KD7R2M")
CATEGORY = "obl.loan"


def claim(**changes: Any) -> Claim:
    """A claim for a debt of 18 500 manat."""
    facts: dict[str, Any] = {
        "kind": CaseKind.objects.get(code="civil"),
        "category": Category.objects.filter(kind__code="civil", code__startswith="obl.").order_by("code").first(),
        "price": Decimal("18500.00"),
        "text": "Borc müqaviləsi üzrə 18 500,00 AZN-in alınması.",
        "duty_facts": {"exempt": None, "is_dwelling": False, "manual_amount": None, "manual_ground": ""},
    }
    return Claim(**(facts | changes))


def lines() -> list[PartyLine]:
    """Aysel against Vüqar."""
    roles = {role.code: role for role in PartyRole.objects.filter(code__in=["plaintiff", "defendant"])}
    return [
        PartyLine(roles["plaintiff"], AYSEL, Contacts("", "+994501112233", "aysel@posta.example")),
        PartyLine(roles["defendant"], VUGAR, Contacts("", "+994502223344", "vuqar@posta.example")),
    ]


def registered(court: Body, by: User, **changes: Any) -> Case:
    """A case as the desk registers it."""
    return register_case(court, claim(**changes), parties=lines(), by=by)
