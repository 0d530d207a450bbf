"""The statistics of a court; every number opens the cases behind it."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock, listing, shown
from core.access import holds, requires
from core.components import Figure
from reports import figures
from reports.behind import hidden, line, seen
from reports.figures import FIGURES, Listed
from reports.scope import Scope, ScopeForm, courts_of
from reports.tables import by_judge, by_kind

FIRST = ("pending", "overdue")
COURSE = ("registered", "accepted", "decided", "in_force", "enforced")
REST = ("hearings", "failed")


@requires("reports.view")
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """Figures of the court in a period, by month, kind and judge."""
    courts = list(courts_of(request.user))
    form = ScopeForm(request.GET, courts=courts)
    scope = form.scope() if courts else None
    context: dict[str, Any] = {"form": form, "scope": scope, "courts": courts, "now": clock.now()}
    if scope:
        context |= _counted(scope) | {"may_export": holds(request.user, "reports.export")}
    return render(request, "reports/statistics.html", context, status=422 if courts and scope is None else 200)


def _counted(scope: Scope) -> dict[str, Any]:
    numbers = {key: FIGURES[key].count(scope) for key in FIGURES}
    return {
        "first": [_clearance(numbers, scope), _lasted(scope), *_figures(FIRST, numbers, scope)],
        "course": _figures(COURSE, numbers, scope),
        "rest": [_paid(numbers, scope), *_figures(REST, numbers, scope)],
        "registered": figures.by_month(scope, "registered"),
        "decided": figures.by_month(scope, "decided"),
        "kinds": by_kind(scope),
        "judges": by_judge(scope),
    }


def _figures(keys: Iterable[str], numbers: dict[str, int], scope: Scope) -> list[Figure]:
    found = []
    for key in keys:
        tone: Any = FIGURES[key].tone if numbers[key] else ""
        found.append(Figure(FIGURES[key].label, numbers[key], tone=tone, url=url_of(key, scope)))
    return found


def url_of(key: str, scope: Scope) -> str:
    """The address of the list behind a number."""
    return f"{reverse('reports:cases')}?figure={key}&{scope.address}"


def _clearance(numbers: dict[str, int], scope: Scope) -> Figure:
    """Decided for each hundred registered."""
    if not numbers["registered"]:
        return Figure(_("Clearance rate"), "–")
    share = f"{100 * numbers['decided'] / numbers['registered']:.1f}".replace(".", ",")
    note = f"{numbers['decided']} / {numbers['registered']}"
    return Figure(_("Clearance rate"), share, "%", note, url=url_of("decided", scope))


def _lasted(scope: Scope) -> Figure:
    days = figures.average_days(scope)
    return Figure(_("Average time to judgment"), "–" if days is None else days, _("days"), url=url_of("decided", scope))


def _paid(numbers: dict[str, int], scope: Scope) -> Figure:
    note = _("payments: %(n)s") % {"n": numbers["payments"]}
    return Figure(_("Duty paid"), shown.amount(figures.paid(scope)), "AZN", note, url=url_of("payments", scope))


def asked(request: HttpRequest) -> tuple[Listed, Scope]:
    """The figure and the scope that the address names; 404 when it names none."""
    figure = FIGURES.get(request.GET.get("figure", ""))
    courts = list(courts_of(request.user))
    scope = ScopeForm(request.GET, courts=courts).scope() if courts else None
    if figure is None or scope is None:
        raise Http404
    return figure, scope


@requires("reports.view")
@require_GET
def behind(request: HttpRequest) -> HttpResponse:
    """The rows behind one number: as many as it says, those that the person may not open counted in words."""
    figure, scope = asked(request)
    total = figure.count(scope)
    sealed, closed = hidden(request.user, figure, scope, total)
    page = listing.page_of(seen(request.user, figure, scope), request.GET, orders={}, default=figure.order)
    context = {
        "figure": figure,
        "scope": scope,
        "total": total,
        "sealed": sealed,
        "closed": closed,
        "page": page,
        "lines": [line(figure, row) for row in page],
        "may_export": holds(request.user, "reports.export"),
        "query": f"figure={figure.key}&{scope.address}",
    }
    return render(request, "reports/cases.html", context)
