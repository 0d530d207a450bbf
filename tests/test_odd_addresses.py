"""Addresses that nobody means: whatever is asked of whatever door, the answer is a page in words and no failure."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch

from accounts.models import User
from cases.models import Case
from tests import public_doors
from tests.test_access_table import DOORS, RIGHTS, ROLES, Door, person

__all__ = ["person"]
ROOT = Path(settings.BASE_DIR)
ASKED = re.compile(r'GET\.get\(\s*"(\w+)"|GET\["(\w+)"\]|day_asked\(request, "(\w+)"\)')
# Fields of the forms that an address fills.
OF_FORMS = {
    *("q", "number", "court", "kind", "category", "since", "until", "first", "last", "judge", "status", "outcome"),
    *("duty", "registered_from", "registered_to", "after", "before", "order", "sort", "limit", "day", "way"),
}
# The stock administration, and doors of others that ask for a second factor or lead to the provider.
STOCK = {"admin:*", "openid_connect_*", "mfa_*"}
DAYS = {"since", "until", "first", "last", "day", "week", "registered_from", "registered_to", "month"}
# For the names that mean a day, and for all others.
VALUES = {
    "zero byte": ("a\0b", "a\0b"),
    "first day and many figures": ("0001-01-01", "9" * 30),
    "last day and a raised figure": ("9999-12-31", "²"),
    "quotes": ("'\"<b>%_\\", "'\"<b>%_\\"),
}
SAMPLES = {"int": 10**20, "uuid": "00000000-0000-0000-0000-000000000001"}


@cache
def names() -> set[str]:
    """Every name that some view reads out of an address."""
    files = [path for app in settings.OUR_APPS[:-1] for path in (ROOT / app).rglob("*.py")]
    found = [match for path in files for match in ASKED.findall(path.read_text(encoding="utf-8"))]
    return {name for three in found for name in three if name} | OF_FORMS


@pytest.fixture
def whose(person: Callable[[str], User], as_user: Callable[[User], Client]) -> Callable[[Door], Client]:
    """A client of somebody whose door it is."""
    client_of = cache(lambda role: as_user(person(role)) if role else Client())

    def find(door: Door) -> Client:
        role = "clerk" if door.listed(public_doors.SIGNED_IN | public_doors.API) else ""
        if door.right:
            role = next(role for role in ROLES if door.right in RIGHTS[role])
        client: Client = client_of("citizen" if door.listed(public_doors.CITIZEN) else role)
        client.raise_request_exception = False
        return client

    return find


def fails(door: Door, client: Client, query: dict[str, str], **known: Any) -> bool:
    """Whether the door answers with the page of our own mistakes; an address that cannot be is no door."""
    try:
        return client.get(door.address(**known), query).status_code == 500
    except NoReverseMatch:
        return False


def doors() -> list[Door]:
    return [door for door in DOORS if not door.listed(STOCK)]


@pytest.mark.django_db
@pytest.mark.requirement("EM-6.1.2")
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_no_door_fails_whatever_is_asked_of_it(value: tuple[str, str], whose: Any, case: Case) -> None:
    query = {name: value[name not in DAYS] for name in names()}
    assert {"day", "week", "fin", "queue"} <= query.keys()
    asked = doors()[::10] if "\0" in value[0] else doors()  # a zero byte is turned away before it comes to any door
    if value != VALUES["quotes"]:
        asked = [door for door in asked if not leads_nowhere(door)]
    found = [door.name for door in asked if fails(door, whose(door), query, **keys_of(door, case))]
    assert found == []


def leads_nowhere(door: Door) -> bool:
    """Whether the guard of the door finds no row for its key, and turns away before the rest of the address is read."""
    return door.model not in (None, Case)


def keys_of(door: Door, case: Case) -> dict[str, int]:
    """The key of a case that is there, where the door leads to one."""
    return {"pk": case.pk} if door.model is Case else {}


@pytest.mark.django_db
def test_no_door_fails_whatever_stands_in_its_address(whose: Any) -> None:
    odd = [door for door in doors() if door.converters]
    known = {door.name: {name: SAMPLES.get(kind, "a\0b") for name, kind in door.converters} for door in odd}
    assert [door.name for door in odd if fails(door, whose(door), {}, **known[door.name])] == []
