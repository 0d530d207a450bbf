"""The rows behind a figure as this person may see them, and how many are behind it unseen."""

from dataclasses import dataclass
from typing import Any

from cases.models import Case
from core import shown
from reports.figures import Listed
from reports.scope import Scope

# Cases in the order of their rows, with all that a line shows.
_CASE = ("court", "kind", "judge__user")


@dataclass(frozen=True)
class Row:
    """One line of a list behind a figure."""

    case: Case
    day: str
    what: str


def seen(user: Any, figure: Listed, scope: Scope) -> Any:
    """Those rows of the figure whose cases the person may open."""
    open_cases = Case.objects.visible_to(user, "cases.view").values("pk")
    rows = figure.rows(scope).filter(**{f"{figure.path or 'pk'}__in": open_cases})
    more = {"invoice__case": ["invoice"], "case": [], "dossier__case": ["dossier"], "": []}[figure.path]
    prefix = f"{figure.path}__" if figure.path else ""
    return rows.select_related(*more, *(f"{prefix}{name}" for name in _CASE))


def hidden(user: Any, figure: Listed, scope: Scope, total: int) -> tuple[int, int]:
    """How many of the rows the person may not open: sealed ones, and others."""
    unseen = total - seen(user, figure, scope).count()
    if not unseen:
        return 0, 0
    open_cases = Case.objects.visible_to(user, "cases.view").values("pk")
    path = figure.path or "pk"
    dossier = f"{figure.path}__dossier__is_sealed" if figure.path else "dossier__is_sealed"
    sealed = figure.rows(scope).filter(**{dossier: True}).exclude(**{f"{path}__in": open_cases}).count()
    return sealed, unseen - sealed


def line(figure: Listed, row: Any) -> Row:
    """A row as the list shows it."""
    case = row
    for step in filter(None, figure.path.split("__")):
        case = getattr(case, step)
    return Row(case, shown.day(getattr(row, figure.order.lstrip("-"))), _words(figure, row))


def _words(figure: Listed, row: Any) -> str:
    if figure.key == "payments":
        return f"{shown.money(row.amount)}, {row.receipt}"
    if figure.key == "hearings":
        return str(row.get_kind_display())
    if figure.key == "failed":
        return f"{row.recipient}, {row.get_channel_display()}"
    if figure.key == "overdue":
        return str(row.term.name)
    return str(row.get_status_display())
