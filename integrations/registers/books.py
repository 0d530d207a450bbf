"""What the simulated registers know: the invented citizens and organisations of the demo."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True)
class Book:
    """One register: its operation, its key, its rows, and how a row is told."""

    name: str
    operation: str
    key: str
    prefix: str
    rows: dict[str, Row]
    told: Callable[[Row], list[tuple[str, str]]]

    @property
    def namespace(self) -> str:
        return f"urn:courtcms:{self.name}-register:1"


def read(path: Path, key: str) -> dict[str, Row]:
    """The rows of a CSV file by their key column."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def citizen(row: Row) -> list[tuple[str, str]]:
    """The elements of a Citizen in the order of the schema."""
    return [
        ("fin", row["fin"]),
        ("surname", row["surname"]),
        ("givenName", row["given_name"]),
        ("patronymic", row["patronymic"]),
        ("gender", row["gender"]),
        ("birthDate", row["birth_date"]),
        ("idCard", row["id_card"]),
        ("registeredAddress", row["address"]),
        ("isAlive", row["is_alive"]),
    ]


def taxpayer(row: Row) -> list[tuple[str, str]]:
    """The elements of a Taxpayer in the order of the schema."""
    return [
        ("voen", row["voen"]),
        ("name", row["name"]),
        ("address", row["address"]),
        ("head", row["head"]),
        ("isActive", row["is_active"]),
    ]


def population(people: Path) -> Book:
    """The State Population Register."""
    return Book("population", "GetCitizen", "fin", "EDR", read(people, "fin"), citizen)


def tax(organisations: Path) -> Book:
    """The tax register."""
    return Book("tax", "GetTaxpayer", "voen", "VER", read(organisations, "voen"), taxpayer)
