"""The week of rooms, drawn so that free time and a clash are seen, not read; and the diary of a judge."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import clock
from core.access import requires
from core.web import day_asked
from hearings.models import Hearing, State
from reference.models import Room
from staff.models import Absence

DAYS = 5
HALF_HOURS = range(9, 18)


def _monday(request: HttpRequest) -> dt.date:
    day = day_asked(request, "week")
    return day - dt.timedelta(days=day.weekday())


@requires("hearings.view")
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """Rooms of the court through the week; `mine=1` shows the judge's own hearings."""
    monday = _monday(request)
    rows = Hearing.objects.visible_to(request.user, "hearings.view").shown()
    bodies = request.user.bodies_with("hearings.view")  # type: ignore[union-attr]
    rows = rows.filter(body__in=bodies, starts_at__gte=clock.at(monday, clock.MIDNIGHT))
    rows = rows.filter(starts_at__lt=clock.at(monday + dt.timedelta(days=7), clock.MIDNIGHT))
    if request.GET.get("mine"):
        rows = rows.filter(sitting__judge__user=request.user.pk)
    found = list(rows.order_by("starts_at", "pk"))
    rooms = list(Room.objects.filter(body__in=bodies, is_active=True))
    away = list(Absence.objects.on(monday, monday + dt.timedelta(days=DAYS)).filter(judge__body__in=bodies)
                .select_related("judge__user").order_by("judge__public_id"))  # fmt: skip
    context = {
        "days": [_day(monday + dt.timedelta(days=step), rooms, found, away) for step in range(DAYS)],
        "monday": monday,
        "friday": monday + dt.timedelta(days=DAYS - 1),
        "before": monday - dt.timedelta(days=7),
        "after": monday + dt.timedelta(days=7),
        "hours": list(HALF_HOURS),
        "mine": request.GET.get("mine", ""),
        "list": found,
    }
    return render(request, "hearings/week.html", context)


def _day(day: dt.date, rooms: list[Room], hearings: list[Hearing], away: list[Absence]) -> dict[str, Any]:
    own = [h for h in hearings if clock.local(h.starts_at).date() == day]
    return {
        "date": day,
        "is_today": day == clock.today(),
        "lanes": [(room, [_slot(h) for h in own if h.sitting.room_id == room.pk]) for room in rooms],
        "count": len(own),
        "away": [one.judge for one in away if one.keeps_away(day)],
    }


def _slot(hearing: Hearing) -> dict[str, Any]:
    """Where the hearing stands in its lane: `data-at` in hours, `data-for` in half hours."""
    starts, ends = clock.local(hearing.starts_at), clock.local(hearing.sitting.ends_at)
    at = starts.hour + (0.5 if starts.minute >= 30 else 0)
    halves = max(1, round((ends - starts).total_seconds() / 1800))
    length = max(n for n in (1, 2, 3, 4, 6) if n <= halves)
    state = hearing.sitting.state
    tone = "moved" if state in {State.MOVED, State.CANCELLED} else "past" if state == State.ENDED else ""
    return {"hearing": hearing, "at": f"{at:g}", "for": length, "tone": "shut" if hearing.sitting.is_closed else tone}
