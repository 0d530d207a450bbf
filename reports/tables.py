"""The tables of the statistics: each cell a number with the address of its list."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reference.models import CaseKind
from reports import figures
from reports.scope import UNDRAWN, Scope
from staff.models import Judge

KEYS = ("registered", "decided", "pending")


@dataclass(frozen=True)
class Cell:
    """One number."""

    key: str
    label: Any
    value: int
    url: str


@dataclass(frozen=True)
class TableRow:
    """One judge or kind."""

    name: str
    cells: list[Cell]
    days: int | None


def by_judge(scope: Scope) -> list[TableRow]:
    """Figures for each judge; cases that wait for their draw stand last."""
    names = {judge.pk: str(judge) for judge in Judge.objects.filter(body=scope.court).select_related("user")}
    numbers, days = figures.by(scope, "judge_id", KEYS), figures.days_by(scope, "judge_id")
    rows = [_row(names.get(pk, "?"), numbers[pk], days.get(pk), scope.of(judge=pk)) for pk in numbers if pk]
    rows.sort(key=lambda row: row.name)
    if None in numbers:
        rows.append(_row(_("being drawn"), numbers[None], None, scope.of(judge=UNDRAWN)))
    return rows


def by_kind(scope: Scope) -> list[TableRow]:
    """Figures for each kind of case that occurs."""
    numbers, days = figures.by(scope, "kind__code", KEYS), figures.days_by(scope, "kind__code")
    names = {kind.code: kind.name for kind in CaseKind.objects.filter(code__in=list(numbers))}
    return [
        _row(name, numbers[code], days.get(code), scope.of(kind=code))
        for code, name in sorted(names.items(), key=lambda item: item[1])
    ]


def _row(name: str, numbers: dict[str, int], days: int | None, scope: Scope) -> TableRow:
    address = f"{reverse('reports:cases')}?{scope.address}&figure="
    cells = [Cell(key, figures.FIGURES[key].label, numbers[key], f"{address}{key}") for key in KEYS]
    return TableRow(name, cells, days)
