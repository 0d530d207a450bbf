"""Who can sign in at the simulated ASAN Login: the living people of the invented population."""

import csv
from dataclasses import dataclass
from pathlib import Path

SHOWN = 12
FOLD = str.maketrans("əƏıİöÖüÜçÇşŞğĞ", "eeiioouuccssgg")


@dataclass(frozen=True)
class Person:
    """One who can be chosen on the page, with the claims that the token will carry."""

    fin: str
    surname: str
    given_name: str
    patronymic: str
    phone: str

    @property
    def name(self) -> str:
        """Surname, given name, patronymic."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def claims(self) -> dict[str, str]:
        """The claims under the names that mygov ID gives them."""
        return {
            "sub": f"az-{self.fin.lower()}",
            "pin": self.fin,
            "firstName": self.given_name,
            "lastName": self.surname,
            "patronymic": self.patronymic,
            "citizenship": "AZE",
            "phone": self.phone,
        }


def read(path: Path) -> dict[str, Person]:
    """The living by FIN, the named cast of the demo first."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["fin"]: Person(row["fin"], row["surname"], row["given_name"], row["patronymic"], row["phone"])
            for row in csv.DictReader(file)
            if row["is_alive"] == "true"
        }


def found(people: dict[str, Person], wanted: str) -> list[Person]:
    """Those whose name or FIN holds the words; the first of the book when nothing is asked."""
    asked = folded(wanted).split()
    fitting = [one for one in people.values() if all(word in folded(f"{one.name} {one.fin}") for word in asked)]
    return fitting[:SHOWN]


def folded(text: str) -> str:
    """Without case and Azerbaijani letters, so that any keyboard finds a name."""
    return text.translate(FOLD).lower()
