"""Cases of the tests, made by the real registration."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from cases.models import Case, Participation
from cases.registration import Claim, PartyLine, register_case
from parties.actions import Contacts
from parties.lookups import Told
from reference.models import Body, CaseKind, Category, PartyRole
from tests.people import person

AYSEL = Told(form="natural", fin="5XK2T7P", surname="Rəhimli", given_name="Aysel", patronymic="Kamran qızı")
VUQAR = Told(form="natural", fin="2MV8C4R", surname="Əsgərov", given_name="Vüqar", patronymic="Tofiq oğlu")
REACHED = {
    AYSEL: Contacts(actual_address="Bakı, Nizami küçəsi 18", phone="+994501112233", email="aysel.rehimli@mail.example"),
    VUQAR: Contacts(actual_address="Bakı, Füzuli küçəsi 41", phone="+994552223344", email="vuqar.esgerov@mail.example"),
}


def registered(
    body: Body,
    *,
    kind: str = "civil",
    category: str = "",
    price: str | None = "7240.00",
    people: tuple[Told, ...] = (AYSEL, VUQAR),
    is_sealed: bool = False,
    by: User | None = None,
    **values: Any,
) -> Case:
    """A case of this court, as a clerk registers it."""
    of_kind = CaseKind.objects.get(code=kind)
    leaves = Category.objects.leaves().filter(kind=of_kind).order_by("code")
    about = leaves.filter(code=category).first() or leaves[0]
    claim = Claim(of_kind, about, Decimal(price) if price else None, "Borcun tutulması barədə iddia")
    roles = [PartyRole.objects.get(code=code) for code in ("plaintiff", "defendant")]
    lines = [PartyLine(role, told, REACHED.get(told, Contacts())) for role, told in zip(roles, people, strict=True)]
    case = register_case(body, claim, parties=lines, by=by or person("clerk", body))
    if is_sealed:
        case.dossier.is_sealed = True
        case.dossier.save()
    if values:
        Case.objects.filter(pk=case.pk).update(**values)
        case.refresh_from_db()
    return case


@pytest.fixture
def new_case(court: Body) -> Callable[..., Case]:
    """Makes a case by registering it: `new_case()`, `new_case(other_court, kind="commercial", is_sealed=True)`.

    A secret one by its category: `new_case(kind="judicial-control", category="jc.search")`. Further values are set on
    the case afterwards, past all rules: `new_case(judge=judgeship, status="accepted")`.
    """

    def make(body: Body = court, **facts: Any) -> Case:
        return registered(body, **facts)

    return make


@pytest.fixture
def case(new_case: Callable[..., Case]) -> Case:
    """Aysel's claim against Vüqar for 7 240 manat in Yasamal, registered and not paid."""
    return new_case()


@pytest.fixture
def claimant(case: Case) -> Participation:
    """Aysel in the case."""
    return case.participations.get(role__code="plaintiff")


@pytest.fixture
def defendant(case: Case) -> Participation:
    """Vüqar in the case."""
    return case.participations.get(role__code="defendant")
