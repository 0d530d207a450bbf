"""Who may see what: the one function behind every list, search, count and page."""

from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

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


def _parts(user: Any, right: str, path: str, court: str) -> list[Q]:
    if not user.is_authenticated or not user.is_active:
        return []
    bodies = user.bodies_with(right)
    if not bodies:
        return []
    by_posting = Q(**{f"{path}__body__in": bodies, f"{path}__is_sealed": False})
    if court:
        by_posting &= Q(**{f"{court}__in": bodies})
    apart = user.let_in_apart(frozenset(bodies))
    return [by_posting, Q(**{f"{path}_id__in": apart})] if apart else [by_posting]
