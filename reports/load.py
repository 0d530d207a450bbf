"""The load of each judge, by name: for the chair and the council alone (ALLOCATION.md publishes no names)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from allocation.models import Place
from cases.lifecycle import CLOSED
from cases.models import Case
from core import clock
from core.access import requires
from reference.models import Body, BodyKind
from reports.scope import OVER_ALL
from staff.models import Absence, Judge

RIGHT = "reports.load"


@dataclass(frozen=True)
class Carried:
    """One judge in one pool: the share, this year's load in points, and how far it lies from the middle."""

    place: Place
    points: float
    apart: float


@dataclass(frozen=True)
class Row:
    """One judge of the court."""

    judge: Judge
    open: int
    drawn: int
    away: Absence | None
    carried: list[Carried]


def courts(user: Any) -> Any:
    """Courts whose loads the person may read by name: the own one, or all for the council."""
    bodies = Body.objects.filter(pk__in=user.bodies_with(RIGHT))
    found = Body.objects.filter(kind=BodyKind.COURT, is_open=True)
    if any(body.kind in OVER_ALL for body in bodies):
        return found.filter(judges__isnull=False).distinct().order_by("sort_key")
    return found.filter(pk__in=[body.pk for body in bodies]).order_by("sort_key")


def rows_of(court: Body) -> list[Row]:
    """Every judge in office with open cases, draws of this year and the load in each pool; five queries."""
    today = clock.today()
    judges = list(Judge.objects.in_office(court, today))
    mine = Case.objects.filter(court=court, judge__in=judges)
    open_now = _counted(mine.exclude(status__in=CLOSED))
    drawn = _counted(mine.filter(drawn_at__gte=clock.at(today.replace(month=1, day=1), clock.MIDNIGHT)))
    away = {one.judge_id: one for one in Absence.objects.on(today).filter(judge__in=judges)}
    places = _places(court)
    return [
        Row(judge, open_now.get(judge.pk, 0), drawn.get(judge.pk, 0), away.get(judge.pk), places.get(judge.pk, []))
        for judge in judges
    ]


def _counted(cases: Any) -> dict[int, int]:
    return dict(cases.order_by().values_list("judge").annotate(Count("pk")))


def _places(court: Body) -> dict[int, list[Carried]]:
    places = list(Place.objects.filter(log=court.pk, until_on=None).order_by("pool", "judge__public_id"))
    by_pool: dict[str, list[int]] = {}
    for place in places:
        by_pool.setdefault(place.pool, []).append(place.load)
    found: dict[int, list[Carried]] = {}
    for place in places:
        middle = sum(by_pool[place.pool]) / len(by_pool[place.pool])
        one = Carried(place, place.load / 100, (place.load - middle) / 100)
        found.setdefault(place.judge_id, []).append(one)
    return found


@requires("reports.load")
@require_GET
def load(request: HttpRequest) -> HttpResponse:
    """Who carries how much: open cases, cases drawn this year, the load of the draw in each pool."""
    choice = list(courts(request.user))
    code = request.GET.get("court", "")
    court = next((one for one in choice if one.code == code), None if code else next(iter(choice), None))
    if court is None:
        raise Http404(code)
    rows = rows_of(court)
    context = {
        "court": court,
        "courts": choice,
        "rows": rows,
        "open_bars": [(str(row.judge), row.open) for row in rows],
        "drawn_bars": [(str(row.judge), row.drawn) for row in rows],
        "today": clock.today(),
    }
    return render(request, "reports/load.html", context)
