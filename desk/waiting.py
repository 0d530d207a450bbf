"""How the desk asks what waits: all queues counted in one statement, the first rows read in the order of an index.

The queries are put together once (ADR 10). Each begins from the bodies in which the person holds the right and, apart,
from what team or exception opens (ADR 9): one index then gives the rows of a court, however large the nation is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import QuerySet, Value

from accounts.access import opened_one_by_one, scope
from core import clock
from core.prepared import Counts, Given, Kept

# Places in the queries for who asks and what day it is.
USER, TODAY, MIDNIGHT, TOMORROW, NEXT_MIDNIGHT, SOON, MONTH, MONTH_BEGAN, HELD = (
    Value(Given(name))
    for name in ("user", "today", "midnight", "tomorrow", "next midnight", "soon", "month", "month began", "held")
)
BODY, BODIES, APART = "body", "bodies", "apart"
# A term that ends within so many days stands on the desk.
SOON_DAYS = 7


@dataclass(frozen=True)
class Part:
    """Rows that wait and the right with which they are seen.

    `dossier` names the column with the dossier's number; where there is none, rights are asked for in the body alone.
    `court` names a column that is always the dossier's body, with which the index of the rows begins.
    `whose` says who works on such rows, when the right alone does not.
    """

    rows: Callable[[], QuerySet[Any]]
    right: str
    dossier: str = "dossier_id"
    court: str = ""
    whose: Callable[[Any], bool] = lambda _user: True

    def of_bodies(self) -> QuerySet[Any]:
        """The rows of several bodies, in no order that an index has."""
        return self._opened(Value(Given((BODIES, self.right))), "any")

    def of_body(self) -> QuerySet[Any]:
        """The rows of one body: an index that begins with it has them in order."""
        return self._opened(Value(Given((BODY, self.right))), "exact")

    def apart(self) -> QuerySet[Any]:
        """The rows that team or exception opens beside those."""
        return self.rows().filter(**{f"{self.dossier}__any": Value(Given((APART, self.right)))})

    def _opened(self, bodies: Any, one_of: str) -> QuerySet[Any]:
        rows = self.rows().filter(**{f"{self.court}__{one_of}": bodies}) if self.court else self.rows()
        if not self.dossier:
            return rows
        return rows.filter(opened_one_by_one(bodies, self.dossier, one_of))


def counted(user: Any, lists: Iterable[Sequence[Part]], most: int | None = None) -> list[int]:
    """How many rows wait in each list, none counted further than `most`; one statement."""
    mine = tuple(tuple(part for part in parts if part.whose(user)) for parts in lists)
    return _counts(mine, most).ask(lambda name: _value(user, name))


def first_rows(user: Any, parts: Sequence[Part], most: int) -> list[Any]:
    """The first rows of a list in its order; one statement for each body in which the person works."""
    found = [rows for part in parts if part.whose(user) for rows in _read(user, part, most)]
    if len(found) < 2:
        return list(chain.from_iterable(found))
    return _merged(list(chain.from_iterable(found)), parts[0].rows())[:most]


def _read(user: Any, part: Part, most: int) -> Iterable[list[Any]]:
    bodies, apart = _open_to(user, part.right)
    for body in bodies:
        yield _first(part, BODY, most).ask(_Values(user, {(BODY, part.right): body}))
    if apart and part.dossier:
        yield _first(part, APART, most).ask(_Values(user, {}))


def _open_to(user: Any, right: str) -> tuple[set[int], list[int]]:
    """The bodies in which the person holds the right, and the dossiers beside these."""
    return scope(user, right) or (set(), [])


def _merged(rows: list[Any], ordered: Any) -> list[Any]:
    """Rows of several readings in the order that each of them has."""
    for name in reversed(ordered.query.order_by):
        field = name.lstrip("-")
        rows.sort(key=lambda row: _place(getattr(row, field)), reverse=name.startswith("-"))
    return rows


def _place(value: Any) -> tuple[bool, Any]:
    return value is None, 0 if value is None else value


class _Values(dict[Any, Any]):
    """Values that are known, and those of the person and the day as they are asked for."""

    def __init__(self, user: Any, known: dict[Any, Any]) -> None:
        super().__init__(known)
        self._user = user

    def __missing__(self, name: Any) -> Any:
        return _value(self._user, name)


_VALUES: dict[str, Callable[[Any], Any]] = {
    "user": lambda user: user.pk,
    "today": lambda _user: clock.today(),
    "midnight": lambda _user: clock.at(clock.today(), clock.MIDNIGHT),
    "tomorrow": lambda _user: clock.today() + clock.DAY,
    "next midnight": lambda _user: clock.at(clock.today(), clock.MIDNIGHT) + clock.DAY,
    "soon": lambda _user: clock.today() + SOON_DAYS * clock.DAY,
    "month": lambda _user: clock.today().replace(day=1),
    "month began": lambda _user: clock.at(clock.today().replace(day=1), clock.MIDNIGHT),
    "held": lambda user: sorted({right for posting in user.postings_today for right in posting.role.rights}),
}


def _value(user: Any, name: Any) -> Any:
    if isinstance(name, str):
        return _VALUES[name](user)
    which, right = name
    bodies, apart = _open_to(user, right)
    return list(bodies) if which == BODIES else apart


@cache
def _counts(lists: tuple[tuple[Part, ...], ...], most: int | None) -> Counts:
    return Counts(lambda: [list(chain.from_iterable(map(_halves, parts))) for parts in lists], most)


def _halves(part: Part) -> list[QuerySet[Any]]:
    """What postings open and what is open apart: no row is in both, and each is found by an index of its own."""
    return [part.of_bodies(), part.apart()] if part.dossier else [part.of_bodies()]


@cache
def _first(part: Part, which: str, most: int) -> Kept[Any]:
    return Kept(lambda: (part.of_body() if which == BODY else part.apart())[:most])
