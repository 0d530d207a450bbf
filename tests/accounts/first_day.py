"""A court made by the commands of manage.py, and its first day, in a process outside the demo; as JSON what it saw."""

import json
import os
import time
import uuid
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "courtcms.settings"
django.setup()

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # noqa: E402
from django.core.management import execute_from_command_line  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from cases.models import Case  # noqa: E402
from core import clock  # noqa: E402
from documents.models import Template  # noqa: E402
from journal import deliveries, heads, sealing  # noqa: E402
from journal.models import Head  # noqa: E402
from journal.verification import faults  # noqa: E402
from reference.models import Body, CaseKind, Category  # noqa: E402

YASAMAL = "baki-seheri-yasamal-rayon-mehkemesi"
WORDS = "seven-words-of-my-own"
COMMANDS = (
    ["migrate", "--no-input", "--verbosity", "0"],
    ["init_court", "--court", YASAMAL, "--username", "first", "--only-this-court"],
)


def came_in(username: str) -> Client:
    """Sign in by password, and set up the second factor that is asked outside the demo."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.post("/sign-in/", {"login": username, "password": WORDS})
    secret = client.get("/account/second-factor/add/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post("/account/second-factor/add/", {"code": code}).status_code == 302
    return client


def make_clerk(door: Client, court: Body) -> None:
    """The administrator makes a user and posts it to the court as a clerk."""
    person = {"username": "sevil", "surname": "Quliyeva", "given_name": "Sevil", "usable_password": "true"}
    door.post(reverse("admin:accounts_user_add"), person | {"password1": WORDS, "password2": WORDS})
    role, today = Role.objects.get(code="clerk"), clock.today().isoformat()
    posting = {"user": User.objects.get(username="sevil").pk, "body": court.pk, "role": role.pk, "from_on": today}
    door.post(reverse("admin:accounts_posting_add"), posting | {"to_on": "", "ground": "order 1"})


def claim() -> dict[str, str]:
    """A claim as the clerk types it, with names by hand."""
    category = Category.objects.leaves().filter(kind=CaseKind.objects.get(code="civil")).order_by("code").first()
    people = {"p0-role": "plaintiff", "p0-surname": "Rəhimli", "p0-given_name": "Aysel"}
    people |= {"p1-role": "defendant", "p1-surname": "Əsgərov", "p1-given_name": "Vüqar"}
    head = {"submission": str(uuid.uuid4()), "parties": "2", "register": "1", "kind": "civil", "channel": "desk"}
    of_case = {"category": category.name_az, "price": "18 500,00", "text": "Borcun alınması", "exempt": ""}
    return head | of_case | people | {"p0-form": "natural", "p1-form": "natural", "is_electronic": "on"}


def day() -> dict[str, Any]:
    """What happened on it."""
    court = Body.objects.get(code=YASAMAL)
    door = came_in("first")
    seen: dict[str, Any] = {"administration": door.get("/admin/").status_code}
    make_clerk(door, court)
    desk = came_in("sevil")
    desk.post("/cases/register/", claim())
    case = Case.objects.get()
    seen |= {"number": case.number, "page": desk.get(f"/cases/{case.pk}/").status_code}
    deliveries.drain()
    sealing.seal()
    heads.sign_all()
    seen["signed"] = sorted(Head.objects.filter(witness_signature__isnull=False).values_list("log", flat=True))
    return seen | {"faults": list(faults()), "templates": Template.objects.count()}


if __name__ == "__main__":
    for words in COMMANDS:
        execute_from_command_line(["manage.py", *words])
    setup_test_environment()
    print(json.dumps(day()))
