"""What the measuring asks with: a signed-in clerk, an example to search for, the form of a registration."""

from typing import Any
from urllib.parse import quote, urlencode

from django.db import connection
from django.test import Client

from accounts.models import User
from cases.models import Case
from reference.models import Category

BACKEND = "accounts.backends.Passwords"


def cookies_of(username: str) -> dict[str, str]:
    """The session of one of the named cast."""
    client = Client()
    client.force_login(User.objects.get(username=username), backend=BACKEND)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def example() -> dict[str, Any]:
    """A case with a full life in Yasamal, and the name and the surname of one of its parties."""
    open_ones = Case.objects.filter(court__short_code="yasamal", dossier__is_sealed=False)
    cases = open_ones.filter(is_imported=True, status="in_force")
    case = cases.filter(participations__party__form="natural").order_by("-registered_at")[:1].get()
    part = case.participations.filter(party__form="natural").select_related("party")[:1].get()
    facts = {"pk": case.pk, "number": quote(case.number), "sequence": case.sequence}
    return facts | {"name": quote(part.party.short_name), "surname": quote(part.party.surname)}


def form() -> str:
    """The registration page as a clerk sends it, without the key of the submission."""
    category = Category.objects.get(code="obl.loan")
    values = {
        "parties": "2", "register": "1", "kind": "civil", "category": category.name_az,
        "price": "18 500,00", "text": "Borcun alınması", "channel": "desk", "is_electronic": "on", "exempt": "",
        "p0-role": "plaintiff", "p0-form": "natural", "p0-surname": "Rəhimli", "p0-given_name": "Aysel",
        "p0-phone": "050 111 22 33", "p1-role": "defendant", "p1-form": "natural", "p1-surname": "Əsgərov",
        "p1-given_name": "Vüqar",
    }  # fmt: skip
    return urlencode(values)


def disk() -> str:
    """The size of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        return str(cursor.fetchone()[0])
