"""Every address of the house against every role: what the guard says is what the door does."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from django.template.base import Template
from django.test import Client, override_settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.safestring import SafeString

from accounts.models import Posting, Role, User
from accounts.roles import STANDARD
from allocation.giving import Batch
from allocation.models import EnteredRule
from allocation.models_changes import ChangeOfRule
from allocation.models_corrections import Correction
from allocation.models_outages import Outage
from allocation.rules import Lever
from cases.models import Participation
from core.access import holds
from core.rights import DECLARED
from documents.actions import make_document
from finance.models import Invoice
from hearings.models import Protocol
from reference.models import Body
from staff.models import AbsenceRequest, Member, Order
from tests import public_doors
from tests.conftest import YASAMAL
from tests.new_cases import registered
from tests.one_row import Rows
from tests.people import LEYLA, RASHAD, judge_of
from tests.people import person as person_of

ROLES = [
    *("clerk", "judge", "chair", "finance", "administrator", "system-administrator"),
    *("officer", "chief-officer", "observer", "nobody"),
]
# Views that find the row of their address by themselves, and answer 404 to whom it does not concern.
OWN_LOOK = {
    "allocation:*batch": Batch,
    "allocation:*outage": Outage,
    "allocation:*change": ChangeOfRule,
    "allocation:refuse_correction": Correction,
    "desk:order_paper": Order,
    "staff:*absence": AbsenceRequest,
    "staff:come_back": AbsenceRequest,
    "staff:absence_paper": AbsenceRequest,
}
# Views that ask for a right of their own beside the guard's: who signs as clerk, who as judge.
ASKS_FURTHER = {"hearings:sign_*"}
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

    @property
    def behind(self) -> Any:
        """The model of the row that the address names."""
        found = [kind for pattern, kind in OWN_LOOK.items() if fnmatchcase(self.name, pattern)]
        return self.model or (found[0] if found and ("pk", "int") in self.converters else None)

    @property
    def has_more_keys(self) -> bool:
        """Whether the view itself looks for more than the guard found, and may answer 404."""
        return self.model is None or len(self.converters) > 1

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


def test_every_key_in_the_address_of_a_guarded_door_leads_to_a_row():
    assert not [door.name for door in GUARDED if ("pk", "int") in door.converters and not door.behind]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of these tests lie."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def kept_rows(kept: Any, files: Path) -> Rows:
    """A row of every kind in Yasamal, none of them about whoever knocks; made once, since knocking changes none."""
    with kept.unblock(), override_settings(MEDIA_ROOT=files):
        rows = rows_of(Body.objects.get(code=YASAMAL))
        assert all(rows[kind].pk for door in GUARDED for kind in (door.model, door.behind) if kind)
    return rows


@pytest.fixture
def rows(kept_rows: Rows, files: Path, db: None, settings: Any) -> Rows:
    """The rows, before each test as they were made."""
    settings.MEDIA_ROOT = files
    return kept_rows


def rows_of(court: Body) -> Rows:
    """A case of the court with its people and a paper, and what is made beside them at need."""
    judgeship, clerk = judge_of(court, **RASHAD), person_of("clerk", court, **LEYLA)
    case = registered(court)
    claimant = case.participations.get(role__code="plaintiff")
    away, stands_in = (Member.objects.create(user=one, body=court, name=str(one)) for one in (judgeship.user, clerk))
    paper = make_document(case.dossier, court, "judgment", "Qətnamə", b"%PDF-1.7", "q.pdf", by=clerk)
    given = (court, case, case.dossier, claimant, judgeship, clerk, away, paper, Invoice.objects.get(case=case))
    rule = {"band": 1, "depth": 1, "weights": {}}
    known = {
        "ChangeOfRule.before": rule,
        "ChangeOfRule.wanted": rule,
        "Draw.dossier": case.pk,
        "Draw.record": '{"rule": {"sha256": "0"}}',
        "FileEntry.paper": paper.versions.get().file,
        "Order.paper": paper.versions.get().file,
        "EnteredRule.sha256": "0",
        "EnteredRule.weights": {"*": 100},
        "Recusal.decider": "chair",
        "Substitution.substitute": stands_in,
        "Writ.debtor": case.participations.exclude(pk=claimant.pk)[0],
    }
    rows = Rows(*given, **known)
    assert rows[EnteredRule] and rows[Protocol]
    return rows


@pytest.mark.django_db
@pytest.mark.requirement("BP-M15")
@pytest.mark.parametrize("role", ROLES)
def test_guarded_doors_answer_each_role_as_the_guard_says(role: str, person: Any, as_user: Any, rows: Rows) -> None:
    user = person(role)
    client = as_user(user)
    client.raise_request_exception = False
    wrong = {}
    for door in GUARDED:
        due, address = barred(door, user, rows), address_of(door, rows)
        with nullcontext() if role == drawn_for(door) else undrawn():
            said = answers(client, address) if due else {client.get(address).status_code}
        if not (said <= {due, 405} if due else not said & not_said_to_whom_enters(door)):
            wrong[door.name] = (door.right, due, said)
    assert not wrong, wrong


RIGHTS = {one.code: set(one.rights()) for one in STANDARD}


def drawn_for(door: Door) -> str:
    """The role whose page behind a guarded door is drawn: of those that may enter the one with most rights."""
    may = [role for role, rights in RIGHTS.items() if {door.right, door.view.seen_by} <= rights]
    return max(may, key=lambda role: len(RIGHTS[role]))


@contextmanager
def undrawn() -> Iterator[None]:
    """Guards and views answer in full, with all that they ask and refuse; the templates of their pages stay undrawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", lambda _template, _context: SafeString(""))
        yield


def barred(door: Door, user: User, rows: Rows) -> int:
    """The status with which the guard of a door turns this person away; 0 if it lets the person in."""
    if door.model is None:
        return 0 if holds(user, door.right) else 403
    row = rows[door.model]
    if not holds(user, door.view.seen_by, row):
        return 404
    return 0 if holds(user, door.right, row) else 403


def not_said_to_whom_enters(door: Door) -> set[int]:
    """The statuses that whoever passed the guard does not meet behind it."""
    never = {401, 500} if door.listed(ASKS_FURTHER) else {401, 403, 500}
    return never if door.has_more_keys else never | {404}


def address_of(door: Door, rows: Rows) -> str:
    """The address of the door, with the keys of rows that exist."""
    known = {"attempt": 1, "number": 1, "tab": "parties", "lever": Lever.values[0], "person": rows[Participation].pk}
    if door.behind:
        known["pk"] = rows[door.behind].pk
    return door.address(user=rows[User].pk, **known)


def answers(client: Client, address: str) -> set[int]:
    """The statuses of a look and, where one only sends, of an empty form; being sent to sign in counts as 401."""
    client.raise_request_exception = False
    found = {_status(client.get(address))}
    return found if 405 not in found else found | {_status(client.post(address))}


def _status(response: Any) -> int:
    is_sent_away = response.status_code == 302 and response["Location"].startswith("/sign-in/")
    return 401 if is_sent_away else int(response.status_code)


@pytest.mark.django_db
def test_whoever_holds_every_right_in_another_court_finds_no_row_of_this_one(
    new_person: Any, other_court: Body, as_user: Any, rows: Rows
) -> None:
    whole = Role.objects.create(code="whole", name_az="Bütün hüquqlar", rights=sorted(DECLARED))
    client = as_user(new_person(whole, other_court))
    with undrawn():
        for door in (door for door in GUARDED if door.behind):
            address = address_of(door, rows)
            assert {_status(client.get(address)), _status(client.post(address))} <= {404, 405}, door.name


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in_from_every_guarded_door(client: Client, rows: Rows) -> None:
    wrong = {}
    for door in [*GUARDED, *(door for door in DOORS if door.listed(public_doors.SIGNED_IN))]:
        said = answers(client, address_of(door, rows))
        if not said <= {401, 405} or 401 not in said:
            wrong[door.name] = said
    assert not wrong, wrong


@pytest.mark.django_db
def test_a_citizen_opens_no_door_of_the_staff(person: Any, as_user: Any, rows: Rows) -> None:
    client = as_user(person("citizen"))
    with undrawn():
        opened = {door.name: answers(client, address_of(door, rows)) for door in GUARDED}
    assert {name: said for name, said in opened.items() if not said <= {403, 404, 405}} == {}


@pytest.mark.django_db
def test_citizens_doors_are_closed_to_strangers(client: Client) -> None:
    for door in (door for door in DOORS if door.listed(public_doors.CITIZEN)):
        response = client.get(door.address())
        assert response.status_code in (302, 403, 404, 405), door.name


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_administration_opens_by_right_alone(role: str, person: Any, as_user: Any) -> None:
    user = person(role)
    client, said = as_user(user), {}
    for door in DOORS:
        if door.listed(public_doors.ADMINISTRATION) and not door.converters:
            with suppress(NoReverseMatch):
                said[door.name] = client.get(door.address()).status_code
    assert len(said) > 40
    assert set(said.values()) <= ({200, 302, 403, 405} if user.is_staff else {302, 403, 404}), said
