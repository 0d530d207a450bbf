"""The invented people of the demo, from data/demo_people.csv; their passwords serve in the demo alone."""

import csv
import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts import events
from accounts.models import Posting, Role, User
from accounts.roles import load_roles
from core.errors import Refused
from journal.actions import record
from journal.actors import job
from reference.models import Body

SINCE = dt.date(2019, 1, 1)
CITIZEN = "citizen"
THROUGH_ASAN = "ASAN login"
_JOB = job("demo")


def rows(path: Path | None = None) -> list[dict[str, str]]:
    """The lines of the file."""
    with (path or settings.BASE_DIR / "data" / "demo_people.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def make_demo_people() -> list[User]:
    """Make the people who are not there yet, with their postings; gives those made."""
    if not settings.DEMO:
        raise Refused("The people of the demo are made in the demo only.")
    load_roles()
    known = set(User.objects.values_list("username", flat=True))
    roles = {role.code: role for role in Role.objects.all()}
    bodies = {body.code: body for body in Body.objects.filter(code__in={row["court"] for row in rows()})}
    made = []
    for row in rows():
        if row["username"] not in known:
            made.append(_make(row))
            _post(made[-1], row, roles, bodies)
    return made


def _make(row: dict[str, str]) -> User:
    password = None if row["password"] == THROUGH_ASAN else row["password"]
    names = {name: row[name] for name in ("surname", "given_name", "patronymic", "email", "phone")}
    user = User(username=row["username"], fin=row["fin"] or None, is_staff=row["is_staff"] == "1", **names)
    user.set_password(password)
    user.save()
    record(events.USER_MADE, on=user, by=_JOB, fields=["username"])
    return user


def _post(user: User, row: dict[str, str], roles: dict[str, Role], bodies: dict[str, Body]) -> None:
    if row["role"] == CITIZEN:
        return
    posting = Posting.objects.create(
        user=user, body=bodies[row["court"]], role=roles[row["role"]], from_on=SINCE, ground="demo"
    )
    record(events.POSTED, on=posting, by=_JOB, user=user.pk, role=row["role"], from_on=SINCE.isoformat())
