"""People of the tests: with a role and a body also the posting; who is there already is found, not made again."""

import datetime as dt
import itertools
from typing import Any

from django.test import override_settings

from accounts.models import Posting, Role, User
from reference.models import Body
from staff.models import Judge

LONG_AGO = dt.date(2020, 1, 1)
PASSWORD = "a-long-password-of-tests"
RASHAD = {"username": "rashad", "surname": "Quliyev", "given_name": "Rəşad"}
LEYLA = {"username": "leyla", "surname": "Abbasova", "given_name": "Leyla"}
NIGAR = {"username": "nigar", "surname": "Məmmədova", "given_name": "Nigar"}
KAMRAN = {"username": "kamran", "surname": "Hacıyev", "given_name": "Kamran"}
_turn = itertools.count(1)


def person(role: str | Role = "", body: Body | None = None, **names: Any) -> User:
    """A user; with a role and a body also the posting, in force since long ago."""
    username = names.pop("username", "")
    if username and (known := User.objects.filter(username=username).first()):
        return known
    names = {"surname": "Sınaqov", "given_name": "Sınaq"} | names
    with override_settings(SIMPLE_HISTORY_ENABLED=False):  # they are there since long ago
        user = User.objects.create_user(username or f"person-{next(_turn)}", names.pop("password", PASSWORD), **names)
        if role and body:
            held = role if isinstance(role, Role) else Role.objects.get(code=role)
            Posting.objects.create(user=user, body=body, role=held, from_on=LONG_AGO)
    return user


def judge_of(body: Body, **names: Any) -> Judge:
    """A judge of a court with the user and the posting."""
    user = person(names.pop("role", "judge"), body, **names)
    if "username" in names and (known := Judge.objects.filter(user=user, body=body).first()):
        return known
    number = Judge.objects.filter(body=body).count() + 1
    return Judge.objects.create(user=user, body=body, public_id=f"j{number:02}", from_on=LONG_AGO)


def chair_of(body: Body) -> Judge:
    """Nigar, chair of the court, who takes a quarter of a judge's cases."""
    held = judge_of(body, role="chair", **NIGAR)
    Judge.objects.filter(pk=held.pk).update(is_chair=True, share_den=4)
    return held
