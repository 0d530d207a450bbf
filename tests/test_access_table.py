"""Every address of the house against every role: what the guard says is what the door does."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Posting, Role, User
from accounts.roles import STANDARD
from cases.models import Case
from core.access import holds
from core.rights import DECLARED
from tests import public_doors

ROLES = [
    *("clerk", "judge", "chair", "finance", "administrator", "system-administrator"),
    *("officer", "chief-officer", "observer", "nobody"),
]
SAMPLES = {"int": 999_999_999, "slug": "no-such-thing", "str": "no-such-thing", "uuid": uuid.UUID(int=1), "path": "x"}


@dataclass(frozen=True)
class Door:
    """One address: its full name, the view behind it, and what its address needs."""

    name: str
    view: Any
    converters: tuple[tuple[str, str], ...]

    @property
    def right(self) -> str:
        return getattr(self.view, "right", "")

    @property
    def model(self) -> Any:
        return getattr(self.view, "model", None)

    def listed(self, names: set[str]) -> bool:
        return any(fnmatchcase(self.name, pattern) for pattern in names)

    def address(self, **known: Any) -> str:
        given = {name: known.get(name, SAMPLES.get(kind, "no-such-thing")) for name, kind in self.converters}
        return reverse(self.name, kwargs=given)


def walk(patterns: Any, space: str = "", above: tuple[tuple[str, str], ...] = ()) -> Iterator[Door]:
    """All addresses below these patterns."""
    for pattern in patterns:
        here = {name: type(converter).__name__ for name, converter in pattern.pattern.converters.items()}
        if not here:
            here = dict.fromkeys(pattern.pattern.regex.groupindex, "StringConverter")
        needs = above + tuple((name, kind.removesuffix("Converter").lower()) for name, kind in here.items())
        needs = tuple((name, "str" if kind == "string" else kind) for name, kind in needs)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, inner, needs)
        elif isinstance(pattern, URLPattern):
            yield Door(f"{space}{pattern.name or pattern.pattern}", pattern.callback, needs)


DOORS = list(walk(get_resolver().url_patterns))
GUARDED = [door for door in DOORS if door.right]
OPEN = [
    *public_doors.PUBLIC,
    *public_doors.SIGNED_IN,
    *public_doors.CITIZEN,
    *public_doors.API,
    *public_doors.ADMINISTRATION,
]


def test_the_walk_finds_the_doors():
    names = {door.name for door in DOORS}
    assert {"cases:docket", "cases:accept", "account", "admin:index", "healthz"} <= names
    assert len(GUARDED) > 10


def test_every_door_is_guarded_by_a_right_or_listed_as_open():
    loose = [door.name for door in DOORS if not door.right and not door.listed(set(OPEN))]
    assert not loose, f"neither guarded by @requires nor listed in tests/public_doors.py: {loose}"


def test_no_guarded_door_is_listed_as_open():
    both = [door.name for door in GUARDED if door.listed(public_doors.PUBLIC | public_doors.SIGNED_IN)]
    assert not both


def test_every_guard_asks_for_a_declared_right():
    unknown = {door.name: door.right for door in GUARDED if door.right not in DECLARED}
    assert not unknown


def test_guarded_rights_are_held_by_some_standard_role():
    held = {right for standard in STANDARD for right in standard.rights()}
    orphans = sorted({door.right for door in GUARDED} - held)
    assert not orphans, f"no standard role opens these doors: {orphans}"


@pytest.fixture
def person(new_person: Any, court: Any) -> Any:
    """Makes one who works in Yasamal in this role, or nowhere."""

    def make(role: str) -> User:
        if role == "nobody":
            return new_person()
        if role == "citizen":
            return new_person(fin="7HN3L9D")
        user: User = new_person(is_staff="administrator" in role)
        Posting.objects.create(user=user, body=court, role=Role.objects.get(code=role), from_on="2020-01-01")
        return user

    return make


@pytest.mark.django_db
@pytest.mark.requirement("BP-M15")
@pytest.mark.parametrize("role", ROLES)
def test_guarded_doors_answer_each_role_as_the_guard_says(role: str, person: Any, as_user: Any, case: Case) -> None:
    user = person(role)
    client = as_user(user)
    wrong = {}
    for door in GUARDED:
        answer, said = expected(door, user, case), got(client, door, case)
        if not answer(said):
            wrong[door.name] = (door.right, said)
    assert not wrong


def expected(door: Door, user: User, case: Case) -> Any:
    """What the guard of a door says to this person, as a test of the status that the door gave."""
    may = holds(user, door.right)
    if door.model is None:
        return (lambda status: status not in (401, 403, 500)) if may else (lambda status: status == 403)
    if door.model is not Case:
        return lambda status: status in (403, 404)
    if not holds(user, "cases.view", case):
        return lambda status: status == 404
    if not holds(user, door.right, case):
        return lambda status: status == 403
    return lambda status: status not in (401, 403, 500)


def got(client: Client, door: Door, case: Case) -> int:
    """The status of the door for a plain look; one that only takes forms is sent an empty form if the guard bars it."""
    address = door.address(**({"pk": case.pk} if door.model is Case else {}))
    response = client.get(address)
    if response.status_code == 405 and not _opens(client, door, case):
        response = client.post(address)
    if response.status_code == 302 and response["Location"].startswith("/sign-in/"):
        return 401
    return int(response.status_code)


def _opens(client: Client, door: Door, case: Case) -> bool:
    """Whether the guard would let this person through: then the form is not sent, for it would do something."""
    if door.model not in (None, Case):
        return False
    user = User.objects.get(pk=client.session["_auth_user_id"])
    return holds(user, door.right, case if door.model is Case else None)


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in_from_every_guarded_door(client: Client, case: Case) -> None:
    wrong = {}
    for door in [*GUARDED, *(door for door in DOORS if door.listed(public_doors.SIGNED_IN))]:
        address = door.address(**({"pk": case.pk} if door.model is Case else {}))
        response = client.get(address)
        if response.status_code == 405:
            response = client.post(address)
        if response.status_code != 302 or not response["Location"].startswith("/sign-in/"):
            wrong[door.name] = response.status_code
    assert not wrong


@pytest.mark.django_db
def test_a_citizen_opens_no_door_of_the_staff(person: Any, as_user: Any, case: Case) -> None:
    user = person("citizen")
    client = as_user(user)
    opened = {door.name: got(client, door, case) for door in GUARDED}
    assert {name for name, status in opened.items() if status not in (403, 404)} == set()


@pytest.mark.django_db
def test_citizens_doors_are_closed_to_strangers(client: Client) -> None:
    for door in (door for door in DOORS if door.listed(public_doors.CITIZEN)):
        response = client.get(door.address())
        assert response.status_code in (302, 403, 404, 405), door.name


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_administration_opens_by_right_alone(role: str, person: Any, as_user: Any) -> None:
    user = person(role)
    client = as_user(user)
    for door in DOORS:
        if not door.listed(public_doors.ADMINISTRATION) or door.converters:
            continue
        try:
            response = client.get(door.address())
        except NoReverseMatch:
            continue
        if not user.is_staff:
            assert response.status_code in (302, 403, 404), (door.name, response.status_code)


@pytest.mark.django_db
def test_the_clerk_of_another_court_finds_no_case_of_this_one(as_user: Any, murad: User, case: Case) -> None:
    client = as_user(murad)
    for door in GUARDED:
        if door.model is Case:
            address = door.address(pk=case.pk)
            response = client.get(address)
            status = client.post(address).status_code if response.status_code == 405 else response.status_code
            assert status == 404, door.name
