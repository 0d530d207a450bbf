"""The week of rooms, drawn so that free time and a clash are seen, not read; and the diary of a judge."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.models import JudgeSeat
from core import clock
from core.access import requires
from core.web import day_asked
from hearings.models import Hearing, State
from reference.models import Room
from staff.models import Absence

DAYS = 5
HALF_HOURS = range(9, 18)


def _heard(request: HttpRequest, first: dt.date, until: dt.date) -> list[Hearing]:
    """Hearings of the person's courts from a day until another, that one not counted."""
    rows = Hearing.objects.visible_to(request.user, "hearings.view").shown()
    rows = rows.filter(body__in=request.user.bodies_with("hearings.view"))  # type: ignore[union-attr]
    rows = rows.filter(starts_at__gte=clock.at(first, clock.MIDNIGHT), starts_at__lt=clock.at(until, clock.MIDNIGHT))
    if request.GET.get("mine"):
        on_panel = JudgeSeat.objects.held().filter(judge__user=request.user.pk).values("case")
        rows = rows.filter(Q(sitting__judge__user=request.user.pk) | Q(case__in=on_panel))
    return list(rows.order_by("starts_at", "pk"))


@requires("hearings.view")
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """Rooms of the court through the week; `mine=1` shows the judge's own hearings."""
    asked = day_asked(request, "week")
    monday = asked - dt.timedelta(days=asked.weekday())
    bodies = request.user.bodies_with("hearings.view")  # type: ignore[union-attr]
    found = _heard(request, monday, monday + dt.timedelta(days=7))
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


@requires("hearings.view")
@require_GET
def cause_list(request: HttpRequest) -> HttpResponse:
    """The list of one day's causes, to be printed for the door of the courtroom; `mine=1` the judge's own."""
    day = day_asked(request, "day")
    context = {
        "day": day,
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1),
        "mine": request.GET.get("mine", ""),
        "hearings": _heard(request, day, day + dt.timedelta(days=1)),
    }
    return render(request, "hearings/cause_list.html", context)


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
