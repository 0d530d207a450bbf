"""Monthly statistics of the draws: for everybody without a name, for chair and council with names."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from allocation import monthly
from allocation.models import CourtLog
from allocation.monthly import Month
from allocation.second_looks import by_clerk
from allocation.statistics import Pair
from allocation.watching import alarms_of, watched_by
from core import clock
from core.access import requires
from core.components import Figure, Tone
from core.shown import number
from parties.models import Party
from staff.models import Judge

MONTHS = 12
SHOWN = 20
SORTS = {monthly.PARTY, monthly.LAWYER, monthly.PROSECUTOR}


@require_GET
def public(request: HttpRequest, court: str) -> HttpResponse:
    """The statistics of one court in one month; no name of a person, no key of a pair."""
    log = get_object_or_404(CourtLog.objects.select_related("court"), court__short_code=court)
    return render(request, "allocation/statistics.html", _context(request, log))


@requires("allocation.watch")
@require_GET
def named(request: HttpRequest) -> HttpResponse:
    """The same with names and alarms, for the chair and the council."""
    logs = list(CourtLog.objects.filter(court__in=watched_by(request.user)).select_related("court"))  # type: ignore[arg-type]
    logs.sort(key=lambda log: log.court.name)
    chosen = next((log for log in logs if log.court.short_code == request.GET.get("court")), logs[0] if logs else None)
    context: dict[str, Any] = {"logs": logs, "log": chosen}
    if chosen:
        context |= _context(request, chosen)
        context["alarms"] = alarms_of({chosen.pk})
        context["clerks"] = by_clerk(chosen, context["month"].first)
        judges = {one.public_id: str(one) for one in Judge.objects.filter(body=chosen.court_id).select_related("user")}
        context["pairs"] = _with_names(judges, context["month"].pairs[:SHOWN])
        context["rows"] = [{**row, "name": judges.get(row["judge"], "")} for row in context["rows"]]
    return render(request, "allocation/watched.html", context)


def _context(request: HttpRequest, log: CourtLog) -> dict[str, Any]:
    months = _months()
    first = next((one for one in months if f"{one:%Y-%m}" == request.GET.get("month")), months[0])
    month = monthly.month_of(log, first)
    bins = [(f"{number(n / 10, 1)}–{number((n + 1) / 10, 1)}", count) for n, count in enumerate(month.bins)]
    facts = {"log": log, "months": months, "month": month, "bins": bins, "even": month.random / 10}
    return facts | {"rows": monthly.rows_of(month), "figures": _figures(month), "parts": _parts(month)}


def _months() -> list[dt.date]:
    """This month and those before it, newest first."""
    found = [clock.today().replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - clock.DAY).replace(day=1))
    return found


def _figures(month: Month) -> list[Figure]:
    bad: Tone = "late"
    p, recomputed = month.fit.p, f"{number(100 * month.recomputed / (month.random or 1))} %"
    return [
        Figure(_("Draws computed again"), recomputed, tone=bad if month.recomputed < month.random else ""),
        Figure(_("Fit to chance"), f"p = {number(p, 3)}", tone=bad if p < monthly.LEAST_P else ""),
        Figure(_("Furthest from chance"), f"|z| = {number(month.worst_z, 1)}", tone=bad if month.flagged else ""),
        Figure(_("Beyond chance"), len(month.flagged), tone=bad if month.flagged else ""),
    ]


def _parts(month: Month) -> list[tuple[str, int, str]]:
    whole = month.all or 1
    counts = {
        _("Random draw"): month.random,
        _("Drawn in a batch"): month.in_batches,
        _("No choice"): month.no_choice,
        _("By resolution"): month.manual,
        _("By turn"): month.sequential,
        _("Drawn again"): month.redrawn,
        _("Absence of the last day"): month.late_absences,
    }
    return [(label, count, f"{number(100 * count / whole, 1)} %") for label, count in counts.items()]


def _with_names(judges: dict[str, str], pairs: list[Pair]) -> list[dict[str, Any]]:
    keys = [pair.key.split(":") for pair in pairs]
    people = {f"clerk:{one.pk}": str(one) for one in User.objects.filter(pk__in=_ids(keys, {"clerk"}))}
    for party in Party.objects.filter(pk__in=_ids(keys, SORTS)):
        people |= {f"{sort}:{party.pk}": str(party) for sort in SORTS}
    sorts = {
        monthly.PARTY: _("party"),
        "clerk": _("clerk"),
        monthly.LAWYER: _("lawyer"),
        monthly.PROSECUTOR: _("prosecutor"),
    }
    return [
        {
            "pair": pair,
            "who": people.get(pair.key, pair.key),
            "sort": sorts.get(pair.key.split(":")[0], ""),
            "judge": judges.get(pair.judge, pair.judge),
            "expected": number(pair.expected, 1),
            "z": number(pair.z, 1, "+"),
        }
        for pair in pairs
    ]


def _ids(keys: list[list[str]], sorts: set[str]) -> list[int]:
    return [int(number) for sort, number in keys if sort in sorts]
