"""A case at its registration: number, dossier, parties, papers, duty, and the entry that everything hangs on."""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import count, product
from typing import Any

from allocation.rosters import Shown, sealed_name
from cases.tracks import track
from core.azerbaijani import search_key
from desk.demo import money
from desk.demo.book import Book, By, Written
from desk.demo.names import People, Person, cast, row_of
from desk.demo.plans import Plan
from desk.demo.rows import Tables
from desk.demo.slots import Slots
from desk.demo.world import World
from documents.models import CODE_LETTERS

IMPORT = By(None, "job:import")
KNOWN = 4000  # so many people are remembered to come again in later cases
NAMED = dt.timedelta(days=60)  # so long back the diary knows who was awaited at a hearing
COMING_AGAIN = 0.55  # that a party is one of them
TRIPLES = ["".join(letters) for letters in product(CODE_LETTERS, repeat=3)]
CLAIMS = ("{name} barədə iddia", "{name}: tələbin təmin edilməsi barədə", "{name} ilə bağlı mübahisə üzrə iddia")


@dataclass(frozen=True)
class Part:
    """Somebody's part in the case."""

    id: int
    party: int
    person: Person
    role: str
    side: str


@dataclass
class Filed:
    """A registered case on its way."""

    plan: Plan
    id: int
    parts: list[Part]
    price: Decimal | None
    duty: Decimal
    claim: str
    is_sealed: bool
    is_covert: bool
    registered: Written
    judges: list[Any] = field(default_factory=list)
    ground: dict[str, Any] = field(default_factory=dict)
    candidates: int = 0
    drawn_at: dt.datetime | None = None

    @property
    def line(self) -> str:
        """The parties as the docket shows them."""
        return " – ".join(names for side in (0, 1) if (names := self._side(side)))

    def _side(self, side: int) -> str:
        of_side = [part.person.short_name for part in self.parts if part.side == str(side)]
        return of_side[0] + (f" +{len(of_side) - 1}" if len(of_side) > 1 else "") if of_side else ""

    @cached_property
    def shown(self) -> Shown:
        """The case as the public log names it."""
        if not self.is_sealed:
            return Shown(self.plan.number, self.plan.kind.code, self.plan.subject.code)
        return sealed_name(self.plan.number)

    @property
    def public_line(self) -> str:
        """The parties as public lists show them."""
        return " – ".join(part.person.initials for part in self.parts[:2])

    @property
    def main_parts(self) -> list[Part]:
        """Those on whom acts are served."""
        return [part for part in self.called if part.side in {"0", "1"}]

    @property
    def called(self) -> list[Part]:
        """Those who may know of the case: of a covert measure who asked for it."""
        return [part for part in self.parts if part.side == "0" or not self.is_covert]


class Desk:
    """Registers invented cases: rows and entries as a real registration would leave them."""

    def __init__(self, world: World, tables: Tables, luck: random.Random, books: dict[str, Book]):
        self.world, self.tables, self.luck, self.books = world, tables, luck, books
        self.people = People(luck)
        self.named_since = world.today - NAMED
        self.slots = {
            court.body.pk: Slots([room for room, _name in court.rooms], world.calendar, self.named_since)
            for court in world.courts
        }
        self.enforcement_numbers: dict[int, count[int]] = defaultdict(lambda: count(1))  # by year
        self._known: list[tuple[int, Person]] = []
        self._cast: list[tuple[int, Person]] = []

    def go_on(self, tables: Tables, luck: random.Random, turn: int) -> None:
        """Go on in a process of its own: other rows, other luck, nobody who is invented elsewhere too."""
        self.tables, self.luck, self.people = tables, luck, People(luck, turn)
        for book in self.books.values():
            book.onto(tables)

    def code(self) -> str:
        """A verification code."""
        return "".join(self.luck.choices(TRIPLES, k=4))

    def file(self, plan: Plan, *, is_cast: bool = False) -> Filed:
        """Register one case, of the named cast or of anybody."""
        luck, tables = self.luck, self.tables
        moment = plan.at.isoformat()
        is_kept = not plan.is_drawn and plan.subject.code.startswith("fam") and luck.random() < 0.05
        is_sealed, is_covert = plan.subject.is_sealed or is_kept, plan.is_covert_at(self.world.now)
        dossier = tables.add("accounts_dossier", is_sealed, is_covert, moment, plan.court.body.pk)
        parts = self._cast_parts(plan, dossier, moment) if is_cast else self._parts(plan, dossier, moment)
        claim_price = money.price(plan.kind.code, luck)
        by = plan.court.clerk if plan.is_drawn else IMPORT
        data = self._facts(plan, parts, claim_price)
        subject = ("cases.case", dossier)
        entry = self.books[plan.court.body.code].write("cases.registered", plan.at, by, dossier, data, subject)
        claim = luck.choice(CLAIMS).format(name=plan.subject.name)
        return Filed(plan, dossier, parts, claim_price, money.duty(claim_price), claim, is_sealed, is_covert, entry)

    def _parts(self, plan: Plan, dossier: int, moment: str) -> list[Part]:
        first, second = plan.kind.sides
        codes = plan.kind.side_codes
        wanted = [(first, codes[0], "0"), (second, codes[1], "1")]
        number = self.luck.random()
        if number > 0.3:
            wanted.append((second, codes[1], "1") if number < 0.65 else (self.world.roles["lawyer"], "lawyer", ""))
        if number > 0.8:
            wanted.append((self.world.roles["third-dependent"], "third-dependent", "third"))
        taken: set[int] = set()
        people = [self._somebody(plan, order, moment, taken) for order in range(1, len(wanted) + 1)]
        return self._take_part(plan, dossier, wanted, people)

    def _cast_parts(self, plan: Plan, dossier: int, moment: str) -> list[Part]:
        """Aysel against Vüqar, with Orxan for Aysel."""
        if not self._cast:
            self._cast = [(self.tables.add("parties_party", *row_of(one, moment)), one) for one in cast()]
        pairs = zip(plan.kind.sides, plan.kind.side_codes, "01", strict=True)
        sides = [(role, code, side) for role, code, side in pairs]
        return self._take_part(plan, dossier, [*sides, (self.world.roles["lawyer"], "lawyer", "")], self._cast)

    def _take_part(
        self, plan: Plan, dossier: int, wanted: list[tuple[int, str, str]], people: list[tuple[int, Person]]
    ) -> list[Part]:
        parts: list[Part] = []
        day, court = plan.at.date().isoformat(), plan.court.body.pk
        for order, ((role, code, side), (party, person)) in enumerate(zip(wanted, people, strict=True), start=1):
            represents = parts[0].id if code == "lawyer" else None
            row = (order, day, "", dossier, party, represents, role, court, search_key(person.full_name))
            number_of = self.tables.add("cases_participation", *row)
            parts.append(Part(number_of, party, person, code, side))
        return parts

    def _somebody(self, plan: Plan, order: int, moment: str, taken: set[int]) -> tuple[int, Person]:
        luck = self.luck
        if len(self._known) > 200 and luck.random() < COMING_AGAIN:
            known = luck.choice(self._known)
            if known[0] not in taken and (known[1].form == "natural" or order < 3):
                taken.add(known[0])
                return known
        is_firm = order < 3 and luck.random() < (0.7 if plan.kind.code == "commercial" else 0.15)
        person = self.people.organisation() if is_firm else self.people.person()
        party = self.tables.add("parties_party", *row_of(person, moment))
        taken.add(party)
        self._remember(party, person)
        return party, person

    def _remember(self, party: int, person: Person) -> None:
        if len(self._known) < KNOWN:
            self._known.append((party, person))
        else:
            self._known[self.luck.randrange(KNOWN)] = (party, person)

    def _facts(self, plan: Plan, parts: list[Part], claim_price: Decimal | None) -> dict[str, Any]:
        facts = {
            "number": plan.number,
            "kind": plan.kind.code,
            "category": plan.subject.code,
            "price": str(claim_price) if claim_price is not None else None,
            "weight": plan.subject.weight,
            "channel": "desk",
            "track": track(kind=plan.kind.code, group=plan.kind.group, category=plan.subject.code, price=claim_price),
            "parties": [[part.role, part.party] for part in parts],
        }
        return facts if plan.is_drawn else {**facts, "imported": True}
