"""What of the reference books and the people of the court the invented cases are made with."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import translation

from accounts.models import Posting, User
from core import clock
from core.working_days import Calendar
from desk.demo.book import By
from enforcement import numbering, opening
from reference.calendar import calendar
from reference.models import ActKind, Body, BodyKind, CaseKind, Category, PartyRole, Room
from staff.models import Judge

# How much of a court's work is of which kind, by the type of the court.
MIXES = {
    "rayon": {"civil": 59, "order": 13, "special": 8, "criminal": 6, "admin-offence": 6, "civil-material": 2,
              "judicial-control": 5, "admin-offence-complaint": 1},
    "kommersiya": {"commercial": 100},
    "apellyasiya": {"civil": 58, "commercial": 22, "administrative": 15, "criminal": 5},
    "inzibati": {"administrative": 100},
}  # fmt: skip
MIXES["seher"] = MIXES["rayon"]
# Who stands against whom, by kind; others have claimant and respondent.
SIDES = {
    "order": ("creditor", "debtor"),
    "special": ("applicant", "interested"),
    "civil-material": ("applicant", "interested"),
    "criminal": ("victim", "accused"),
    "judicial-control": ("investigator", "suspect"),
    "admin-offence": ("victim", "ao-person"),
    "admin-offence-complaint": ("victim", "ao-person"),
}
ENFORCEMENT = "yasamal-icra-sobesi"
# Judges and rooms that a court beside the three of the demo is given when cases are many.
MORE_JUDGES, MORE_ROOMS = 6, 4


@dataclass(frozen=True)
class Subject:
    """What a case is about."""

    id: int
    code: str
    name: str
    weight: int
    is_sealed: bool = False
    is_covert: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of case with its categories and the roles of its sides."""

    id: int
    counter: int
    code: str
    group: str
    prefix: str
    subjects: list[Subject]
    sides: tuple[int, int]
    side_codes: tuple[str, str]


@dataclass(frozen=True)
class Seat:
    """A judge of the court."""

    id: int
    user: int
    public_id: str
    name: str
    by: By


@dataclass
class Court:
    """A court in which cases are invented."""

    body: Body
    kinds: list[Kind]
    weights: list[int]
    judges: list[Seat]
    rooms: list[tuple[int, str]]
    clerk: By
    finance: By
    head: By | None = None
    chairs: list[int] = field(default_factory=list)

    @property
    def is_panel(self) -> bool:
        return (self.body.instance or 1) > 1


@dataclass
class Office:
    """The enforcement office of the demo, its officers, and the court whose judgments it carries out."""

    body: Body
    index: str
    officers: list[By]
    feeder: int


@dataclass
class World:
    """All that stands around the cases."""

    courts: list[Court]
    office: Office
    roles: dict[str, int]
    act_kinds: dict[str, ActKind]
    terms: dict[str, Any]
    calendar: Calendar
    now: dt.datetime
    today: dt.date
    files: dict[str, int] = field(default_factory=dict)


def by_user(user: User) -> By:
    """The user as an actor, the posting in the language of proceedings."""
    with translation.override("az"):
        return By(user.pk, user.full_name, user.actor_posting)


def courts(is_wide: bool) -> list[Court]:
    """The three courts of the demo; when cases are many, every court whose numbers are known."""
    bodies = Body.objects.filter(Q(kind="court"), ~Q(number_index=""), court_type__in=MIXES)
    if not is_wide:
        bodies = bodies.filter(is_demo=True)
    kinds, roles = _kinds(), dict(PartyRole.objects.values_list("code", "pk"))
    return [_court(body, kinds, roles) for body in bodies.order_by("-is_demo", "pk")]


def _kinds() -> dict[str, tuple[CaseKind, list[Subject]]]:
    found: dict[str, tuple[CaseKind, list[Subject]]] = {kind.code: (kind, []) for kind in CaseKind.objects.all()}
    for one in Category.objects.leaves().select_related("kind"):
        about = Subject(one.pk, one.code, one.name_az, one.weight, one.is_sealed or one.is_covert, one.is_covert)
        found[one.kind.code][1].append(about)
    return found


def _court(body: Body, kinds: dict[str, tuple[CaseKind, list[Subject]]], roles: dict[str, int]) -> Court:
    mix = {code: weight for code, weight in MIXES[body.court_type].items() if kinds[code][1]}
    made = []
    for code in mix:
        kind, subjects = kinds[code]
        sides = SIDES.get(code, ("plaintiff", "defendant"))
        made.append(
            Kind(kind.pk, kind.counter_id, code, kind.group, kind.number_prefix, subjects,
                 (roles[sides[0]], roles[sides[1]]), sides)
        )  # fmt: skip
    judges = [_seat(judge) for judge in Judge.objects.in_office(body, clock.today())]
    clerk, finance = _posted(body, "clerk"), _posted(body, "finance")
    rooms = list(Room.objects.filter(body=body, is_active=True).values_list("pk", "name"))
    by = clerk or By(None, "job:import")
    chairs = list(Judge.objects.in_office(body, clock.today()).filter(is_chair=True).values_list("user", flat=True))
    head = _posted(body, "chair")
    return Court(body, made, list(mix.values()), judges, rooms, by, finance or by, head, chairs)


def _seat(judge: Judge) -> Seat:
    return Seat(judge.pk, judge.user_id, judge.public_id, judge.user.full_name, by_user(judge.user))


def _posted(body: Body, role: str) -> By | None:
    posting = Posting.objects.in_force(clock.today()).filter(body=body, role__code=role).select_related("user").last()
    return by_user(posting.user) if posting else None


def staff_wide() -> None:
    """Judges and rooms for the courts beside those of the demo, which otherwise have none."""
    bodies = Body.objects.filter(kind="court", court_type__in=MIXES).exclude(number_index="").exclude(is_demo=True)
    for body in bodies.exclude(pk__in=Judge.objects.values("body")):
        Room.objects.bulk_create(Room(body=body, name=f"Zal {n}", source="invented") for n in range(1, MORE_ROOMS + 1))
        users = User.objects.bulk_create(_judge_user(body, number) for number in range(1, MORE_JUDGES + 1))
        Judge.objects.bulk_create(
            Judge(user=user, body=body, public_id=f"j{number:02}", from_on=dt.date(2019, 1, 1))
            for number, user in enumerate(users, start=1)
        )


def _judge_user(body: Body, number: int) -> User:
    name = f"hakim-{body.short_code}-{number}"
    user = User(username=name, surname=body.city or body.short_code, given_name=f"Hakim {number}", is_active=False)
    user.set_unusable_password()
    return user


def world(is_wide: bool, terms: dict[str, Any]) -> World:
    """Everything read once."""
    names: dict[str, Any] = ActKind.objects.in_bulk(field_name="code")
    roles = dict(PartyRole.objects.values_list("code", "pk"))
    found = courts(is_wide)
    return World(found, _office(found), roles, names, terms, calendar(), clock.now(), clock.today())


def _office(found: list[Court]) -> Office:
    body = Body.objects.filter(kind=BodyKind.ENFORCEMENT, code=ENFORCEMENT).get()
    feeder = next(court.body.pk for court in found if court.body.is_demo and court.body.court_type == "rayon")
    return Office(body, numbering.index_of(body), [by_user(user) for user in opening.officers_of(body)], feeder)
