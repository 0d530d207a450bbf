"""Statistics and the lists behind them as tables for a spreadsheet; a field without its right is absent."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.models import Case
from core import shown
from core.access import holds, requires
from core.errors import Refused
from core.tables import csv_table
from reports import figures
from reports.behind import line, seen
from reports.figures import FIGURES
from reports.scope import Scope, ScopeForm, courts_of
from reports.tables import by_judge, by_kind
from reports.views import asked

ROWS = 5000


@requires("reports.export")
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """The whole statistics of the page in one table."""
    courts = list(courts_of(request.user))
    scope = ScopeForm(request.GET, courts=courts).scope() if courts else None
    if scope is None:
        raise Refused(_("Choose a court and a period."))
    return csv_table("statistics", _lines(scope))


def _lines(scope: Scope) -> Iterable[list[Any]]:
    yield [scope.court.name, shown.day(scope.first), shown.day(scope.last)]
    for figure in FIGURES.values():
        yield [figure.label, figure.count(scope)]
    yield [_("Duty paid"), shown.amount(figures.paid(scope))]
    yield [_("Average time to judgment"), figures.average_days(scope) or ""]
    for title, rows in ((_("Judge"), by_judge(scope)), (_("Kind"), by_kind(scope))):
        yield [title, _("Registered"), _("Decided"), _("Pending now"), _("Days to judgment")]
        for row in rows:
            yield [row.name, *(cell.value for cell in row.cells), "" if row.days is None else row.days]
    yield [_("Month"), _("Registered"), _("Decided")]
    decided = dict(figures.by_month(scope, "decided"))
    for month, count in figures.by_month(scope, "registered"):
        yield [month, count, decided[month]]


@requires("reports.export")
@require_GET
def behind(request: HttpRequest) -> HttpResponse:
    """The rows behind one number; FINs of the parties only with their right."""
    figure, scope = asked(request)
    sees_fin = holds(request.user, "parties.fin")
    rows = [line(figure, row) for row in seen(request.user, figure, scope).order_by(figure.order, "-pk")[:ROWS]]
    fins = _fins([row.case for row in rows]) if sees_fin else {}
    heads = [_("Number"), _("Day"), _("What"), _("Kind"), _("Judge"), _("Parties"), *(["FIN"] if sees_fin else [])]
    lines = [
        [row.case.number, row.day, row.what, row.case.kind, row.case.judge or "", row.case.parties_line]
        + ([", ".join(fins.get(row.case.pk, []))] if sees_fin else [])
        for row in rows
    ]
    return csv_table(figure.key, [heads, *lines])


def _fins(cases: list[Case]) -> dict[int, list[str]]:
    """FINs of the parties of each case, in one query."""
    rows = Case.objects.filter(pk__in=[case.pk for case in cases], participations__party__fin__isnull=False)
    found: dict[int, list[str]] = {}
    for pk, fin in rows.order_by("participations__order").values_list("pk", "participations__party__fin"):
        found.setdefault(pk, []).append(str(fin))
    return found
