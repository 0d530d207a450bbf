"""Bringing the reference books to what the files say, in bulk, without touching what was changed by hand."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models, transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from reference import files
from reference.models import (
    ActKind,
    Body,
    CalendarDay,
    CaseKind,
    Category,
    DutyRate,
    NumberingRule,
    PartyRole,
    Room,
    Term,
    TermBinding,
)

# A row that an administrator saved carries this instead of the hash of its line in the file.
BY_HAND = "by hand"


class Counted(NamedTuple):
    """What became of the rows of one book."""

    made: int
    changed: int
    kept: int
    same: int


@dataclass(frozen=True)
class Book:
    """One reference book: its model, its rows, what tells rows apart, and which columns name rows of other books."""

    model: type[models.Model]
    read: Callable[[], Iterable[dict[str, Any]]]
    key: tuple[str, ...] = ("code",)
    links: dict[str, type[models.Model]] = field(default_factory=dict)


BOOKS = [
    Book(Body, files.bodies, links={"parent": Body}),
    Book(Room, files.rooms, ("body", "name"), {"body": Body}),
    Book(CaseKind, files.kinds, links={"counts_with": CaseKind}),
    Book(NumberingRule, files.numbering, ("kind", "valid_from"), {"kind": CaseKind, "counted_with": CaseKind}),
    Book(Category, files.categories, links={"parent": Category, "kind": CaseKind}),
    Book(PartyRole, files.roles),
    Book(ActKind, files.act_kinds),
    Book(Term, files.terms),
    Book(TermBinding, files.bindings, ("term", "opens_on", "condition"), {"term": Term}),
    Book(DutyRate, files.rates, ("code", "valid_from")),
    Book(CalendarDay, files.days, ("date",)),
]


@transaction.atomic
def load_all() -> dict[str, Counted]:
    """Load every book in the order in which they name one another."""
    return {book.model._meta.model_name or "": _load(book) for book in BOOKS}


def digest(row: dict[str, Any]) -> str:
    """What the file says of a row, as a hash: equal hashes, equal rows."""
    return hashlib.sha256(json.dumps(row, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def _load(book: Book) -> Counted:
    maps = {name: _by_code(model) for name, model in book.links.items() if model is not book.model}
    stood = {_key(book, found): found for found in _standing(book)}
    made: list[Any] = []
    changed: list[Any] = []
    kept = same = 0
    for row in book.read():
        told, values = digest(row), _values(book, row, maps)
        found: Any = stood.get(tuple(values[name] for name in book.key))
        if found is None:
            made.append(book.model(**values, loaded_hash=told))
        elif found.loaded_hash == BY_HAND:
            kept += 1
        elif found.loaded_hash == told:
            same += 1
        else:
            changed.append(_put(found, {**values, "loaded_hash": told}))
    if made:
        bulk_create_with_history(made, book.model, default_change_reason="load_reference")
    if changed:
        bulk_update_with_history(changed, book.model, _columns(book, changed), default_change_reason="load_reference")
    if (made or changed) and book.model in book.links.values():
        _link_parents(book)
    return Counted(len(made), len(changed), kept, same)


def _standing(book: Book) -> models.QuerySet[Any]:
    named = [name for name in book.key if name in book.links]
    found = book.model._default_manager.all()
    return found.select_related(*named) if named else found


def _values(book: Book, row: dict[str, Any], maps: dict[str, dict[str, models.Model]]) -> dict[str, Any]:
    """The row with other books' codes turned into their rows; the link to its own book comes after."""
    found = {name: maps[name][value] if value and name in maps else value for name, value in row.items()}
    return {name: value for name, value in found.items() if book.links.get(name) is not book.model}


def _by_code(model: type[models.Model]) -> dict[str, models.Model]:
    return {getattr(found, "code", ""): found for found in model._default_manager.all()}


def _key(book: Book, found: models.Model) -> tuple[Any, ...]:
    return tuple(getattr(found, name) for name in book.key)


def _put(found: models.Model, values: dict[str, Any]) -> models.Model:
    for name, value in values.items():
        setattr(found, name, value)
    return found


def _columns(book: Book, changed: list[Any]) -> list[str]:
    own = {name for name, model in book.links.items() if model is book.model}
    named = {name for row in book.read() for name in row} - own - set(book.key)
    return [*sorted(named), "loaded_hash"]


def _link_parents(book: Book) -> None:
    """Set the link to the book's own rows, now that all of them stand."""
    name = next(name for name, model in book.links.items() if model is book.model)
    stood: Any = _by_code(book.model)
    wrong = []
    for row in book.read():
        found, above = stood[row["code"]], stood[row[name]] if row[name] else None
        if getattr(found, f"{name}_id") != (above.pk if above else None) and found.loaded_hash != BY_HAND:
            wrong.append(_put(found, {name: above}))
    book.model._default_manager.bulk_update(wrong, [name])
