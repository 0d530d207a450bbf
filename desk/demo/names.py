"""Invented people and organisations, from names that are usual in the country; none of them exists."""

import csv
import random
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from core import identifiers

SIGNS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # of a FIN: never I or O
STREETS = (
    "Nizami", "Füzuli", "Nəsimi", "Babək", "Atatürk", "Bülbül", "Neftçilər", "Azadlıq", "Səməd Vurğun", "Üzeyir bəy",
    "Xətai", "Zərifə Əliyeva", "Həsən bəy Zərdabi", "Mikayıl Müşfiq", "Rəşid Behbudov", "28 May", "20 Yanvar",
)  # fmt: skip
TRADES = (
    "Tikinti",
    "Ticarət",
    "Logistika",
    "Sığorta",
    "Enerji",
    "Aqro",
    "Tekstil",
    "Servis",
    "İnvest",
    "Bank",
    "Dizayn",
)
FIRST = (
    "Xəzər",
    "Qafqaz",
    "Abşeron",
    "Kür",
    "Göygöl",
    "Şirvan",
    "Muğan",
    "Qarabağ",
    "Zəfər",
    "Odlar",
    "Novxanı",
    "Dəniz",
)
FORM = "Məhdud Məsuliyyətli Cəmiyyəti"


@dataclass(frozen=True)
class Person:
    """Somebody invented, as the table of parties holds a person or an organisation."""

    form: str
    surname: str
    given_name: str
    patronymic: str
    gender: str
    birth_date: str | None
    title: str
    fin: str | None
    voen: str | None
    address: str
    phone: str
    email: str = ""
    id_card: str = ""

    @property
    def short_name(self) -> str:
        return self.title or f"{self.given_name} {self.surname}"

    @property
    def full_name(self) -> str:
        return self.title or f"{self.surname} {self.given_name} {self.patronymic}"

    @property
    def initials(self) -> str:
        return self.title or f"{self.given_name[0]}. {self.surname[0]}."


@cache
def _samples() -> dict[str, list[tuple[str, str]]]:
    """Names by their kind, each with its feminine form."""
    found: dict[str, list[tuple[str, str]]] = {}
    with (settings.BASE_DIR / "data" / "name_samples.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = "surname" if row["kind"].startswith("surname") else row["kind"]
            found.setdefault(kind, []).append((row["value"], row["feminine_form"] or row["value"]))
    return found


CAST = ("5XK2T7P", "2MV8C4R", "7HN3L9D")  # Aysel Rəhimli, Vüqar Əsgərov, and the lawyer Orxan Məlikov


@cache
def _population() -> dict[str, dict[str, str]]:
    """The simulated register of the population."""
    with (settings.BASE_DIR / "data" / "demo_population.csv").open(encoding="utf-8", newline="") as file:
        return {row["fin"]: row for row in csv.DictReader(file)}


def cast() -> list[Person]:
    """The citizens of the demo who sign in with ASAN login, as their register knows them."""
    rows = [_population()[fin] for fin in CAST]
    return [
        Person(
            "natural", row["surname"], row["given_name"], row["patronymic"], row["gender"], row["birth_date"], "",
            row["fin"], None, row["address"], row["phone"], row["email"], row["id_card"],
        )
        for row in rows
    ]  # fmt: skip


def _voen(turn: int) -> str:
    """A VÖEN whose check figure is in order; 1 at the end means an organisation."""
    for check in range(10):
        number = f"{20_000_000 + turn}{check}1"
        try:
            return identifiers.voen(number)
        except ValidationError:
            continue
    return _voen(turn + 50_000_000)


class People:
    """A source of invented people; the same seed gives the same people, and no FIN comes twice."""

    def __init__(self, luck: random.Random, turn: int = 0) -> None:
        self._luck, samples = luck, _samples()
        self._surnames = samples["surname"]
        self._given = {"male": samples["given_name_male"], "female": samples["given_name_female"]}
        self._turn = turn
        self._firms = cycle(range(len(FIRST) * len(TRADES)))

    def person(self) -> Person:
        """A natural person."""
        luck, self._turn = self._luck, self._turn + 1
        number = luck.random()
        gender, ending = ("female", "qızı") if number < 0.45 else ("male", "oğlu")
        surname = luck.choice(self._surnames)[gender == "female"]
        given, father = luck.choice(self._given[gender])[0], luck.choice(self._given["male"])[0]
        born = f"{1945 + int(number * 1000) % 60}-{1 + int(number * 1e5) % 12:02}-{1 + int(number * 1e7) % 28:02}"
        phone = f"+99450{int(number * 1e7):07}"
        return Person(
            "natural", surname, given, f"{father} {ending}", gender, born, "", self._fin(), None, self._address(), phone
        )

    def organisation(self) -> Person:
        """An organisation."""
        self._turn += 1
        name = next(self._firms)
        number = f" {self._turn}" if self._turn > 400 else ""
        title = f"“{FIRST[name % len(FIRST)]} {TRADES[name % len(TRADES)]}{number}” {FORM}"
        return Person("legal", "", "", "", "", None, title, None, _voen(self._turn), self._address(), "")

    def _fin(self) -> str:
        """One that nobody in the register of the demo has."""
        rest, signs = self._turn, []
        for _place in range(6):
            rest, sign = divmod(rest, len(SIGNS))
            signs.append(SIGNS[(sign * 7 + 3) % len(SIGNS)])
        fin = "W" + "".join(reversed(signs))
        if fin in _population():
            self._turn += 1
            return self._fin()
        return fin

    def _address(self) -> str:
        luck = self._luck
        return f"AZ1000, Bakı şəhəri, {luck.choice(STREETS)} küçəsi {luck.randrange(1, 150)}"


def row_of(person: Person, created_at: str) -> tuple[Any, ...]:
    """The values of a party's row, in the order of its columns."""
    return (
        person.form, person.surname, person.given_name, person.patronymic, person.gender, person.birth_date,
        person.id_card, person.title, person.fin, person.voen, person.address, person.address,
        person.phone, person.email, "typed", "", created_at, person.full_name,
    )  # fmt: skip
