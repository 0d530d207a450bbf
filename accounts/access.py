"""Who may see what: the one function behind every list, search, count and page."""

from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import BooleanField, ExpressionWrapper, Model, OuterRef, Q, QuerySet, Subquery

from accounts.models import Dossier

Row = TypeVar("Row", bound=Model)


def visible_to(rows: QuerySet[Row], user: Any, right: str, path: str = "dossier", court: str = "") -> QuerySet[Row]:
    """Rows whose dossier the user may see with this right: by posting in its body, by team, or by granted exception.

    A sealed dossier is seen by its team alone. `path` leads from the row to its dossier; `court` names a column
    of the row that is always the dossier's body, so that an index over it serves.
    """
    parts = _parts(user, right, path, court)
    return rows.filter(reduce(or_, parts)) if parts else rows.none()


def visible_parts(
    rows: QuerySet[Row], user: Any, right: str, path: str = "dossier", court: str = ""
) -> list[QuerySet[Row]]:
    """The same rows in parts that share none, each of which an index can put in order: bodies, and exceptions."""
    return [rows.filter(part) for part in _parts(user, right, path, court)] or [rows.none()]


def scope(user: Any, right: str) -> tuple[set[int], list[int]] | None:
    """Bodies in which the user holds the right, and dossiers open to the user beside these; None if nowhere."""
    if not user.is_authenticated or not user.is_active:
        return None
    bodies = user.bodies_with(right)
    return (bodies, user.let_in_apart(frozenset(bodies))) if bodies else None


def opened_by(bodies: Any, apart: Any, path: str = "dossier", court: str = "") -> Q:
    """The same rule for a prepared query (core.prepared): both lists are values that are given when it is asked."""
    by_posting, by_exception = _rule(bodies, apart, path, court, "any")
    return by_posting | by_exception


def opened_one_by_one(bodies: Any, key: str, one_of: str) -> Subquery:
    """What postings open, each dossier looked up by its number in the column `key`: for few rows found by other means.

    A join would let the planner go over all dossiers of the bodies. Those apart (see `scope`) are asked beside it.
    """
    found = Dossier.objects.filter(**{"pk": OuterRef(key), f"body__{one_of}": bodies})
    return Subquery(found.values(is_open=ExpressionWrapper(Q(is_sealed=False), BooleanField())))


def _parts(user: Any, right: str, path: str, court: str) -> list[Q]:
    found = scope(user, right)
    if found is None:
        return []
    by_posting, by_exception = _rule(*found, path, court, "in")
    return [by_posting, by_exception] if found[1] else [by_posting]


def _rule(bodies: Any, apart: Any, path: str, court: str, one_of: str) -> tuple[Q, Q]:
    by_posting = Q(**{f"{path}__body__{one_of}": bodies, f"{path}__is_sealed": False})
    if court:
        by_posting &= Q(**{f"{court}__{one_of}": bodies})
    return by_posting, Q(**{f"{path}_id__{one_of}": apart})
