"""Hearings as everybody may see them: the list, and the board in the courthouse. Nothing personal is read here."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_GET

from core import clock, shown
from core.listing import page_of
from core.web import day_asked
from hearings.models import Hearing, HearingQuerySet, State
from reference.models import Body

ON = {State.RUNNING, State.PAUSED}
# The colour of a state, beside its word.
TONES: dict[str, str] = {
    State.RUNNING: "live",
    State.PAUSED: "live",
    State.MOVED: "wait",
    State.CANCELLED: "stop",
    State.ENDED: "done",
}
# What the list says of a hearing, and no more.
JOINED = ("case__kind", "body", "sitting__room", "sitting__judge__user")
SHOWN = (
    *("starts_at", "public_parties", "case__number", "body__name_az", "body__name_en", "body__name_ru"),
    *("case__kind__name_az", "case__kind__name_en", "case__kind__name_ru"),
    *("sitting__state", "sitting__is_closed", "sitting__note", "sitting__room__name"),
    *("sitting__judge__user__surname", "sitting__judge__user__given_name"),
)
# What the glass holds without scrolling: lines of the list, changes beside it.
ROWS_OF_BOARD = 5
CHANGES_OF_BOARD = 2
TURN_SECONDS = 15
# A search that nobody goes on with gives the glass back to the list.
SEARCH_SECONDS = 60


def of_day(day: dt.date, rows: HearingQuerySet | None = None) -> HearingQuerySet:
    """Public hearings of a day."""
    start = clock.at(day, clock.MIDNIGHT)
    found: HearingQuerySet = (Hearing.objects.public() if rows is None else rows).filter(
        starts_at__gte=start, starts_at__lt=start + clock.DAY
    )
    return found


@require_GET
@cache_control(max_age=1)
def hearings(request: HttpRequest) -> HttpResponse:
    """The public list by court, day and number."""
    day, number = day_asked(request, "day"), request.GET.get("number", "").strip()
    rows = Hearing.objects.public().select_related(*JOINED).only(*SHOWN)
    courts = Body.objects.filter(kind="court").order_by("sort_key")
    if court := request.GET.get("court", ""):
        rows = rows.filter(body__in=courts.filter(code=court))
    if number:
        rows = _by_number(rows, number).filter(starts_at__gte=clock.at(clock.today(), clock.MIDNIGHT))
    else:
        rows = of_day(day, rows)
    page = page_of(rows, request.GET, orders={"time": "starts_at"}, default="starts_at")
    context: dict[str, Any] = {
        "page": page,
        "rows": [_line(hearing, with_day=bool(number)) for hearing in page],
        "day": day,
        "courts": courts,
        "court": court,
        "number": number,
        "before": day - clock.DAY,
        "after": day + clock.DAY,
    }
    return render(request, "hearings/public.html", context)


def _line(hearing: Any, *, with_day: bool) -> dict[str, Any]:
    """One hearing in words; what a closed sitting keeps back is not among them."""
    sitting = hearing.sitting
    place = ", ".join([hearing.body.name, str(sitting.room), str(sitting.judge)])
    said = [place, "" if sitting.is_closed else hearing.public_parties, sitting.note]
    return {
        "hour": shown.hour(hearing.starts_at),
        "day": shown.day(hearing.starts_at) if with_day else "",
        "number": shown.case_number(hearing.case.number),
        "state": hearing.stands,
        "tone": "stop" if hearing.is_missed else TONES.get(sitting.state, ""),
        "said": ". ".join(part for part in said if part).replace(".. ", ". "),
    }


def _by_number(rows: HearingQuerySet, number: str) -> HearingQuerySet:
    """By the whole number, or by the sequence under which a case is called: 4409."""
    if number.isdecimal() and len(number) < 10:
        found: HearingQuerySet = rows.filter(case__sequence=int(number))
        return found
    whole: HearingQuerySet = rows.filter(case__number__in=[number, f"e-{number}", number.removeprefix("e-")])
    return whole


def _court(code: str) -> Body:
    found = Body.objects.filter(Q(kind="court", code=code) | Q(short_code=code)).order_by("pk").first()
    if found is None:
        raise Http404(code)
    return found


def _mark(request: HttpRequest, court: str) -> str:
    """Changes with every public hearing of the day, with the minute, the language and the page; with no sealed one."""
    body = _court(court)
    told = of_day(clock.today()).filter(body=body)
    last, count = told.aggregate(last=Max("sitting__changed_at"), newest=Max("pk")).values()
    shown = f"{clock.local(clock.now()):%d%H%M}/{request.GET.get('page', 1)}/{request.LANGUAGE_CODE}"
    return f'"{body.pk}-{last}-{count}-{shown}"'


@require_GET
@condition(etag_func=_mark)
def kiosk(request: HttpRequest, court: str) -> HttpResponse:
    """The board of today; a refresh header keeps it fresh without a script, and pages turn by themselves."""
    body, now = _court(court), clock.now()
    shown_of = Hearing.objects.public().select_related(*JOINED).only(*SHOWN, "case__next_hearing_at")
    rows = list(of_day(clock.today(), shown_of).filter(body=body).order_by("starts_at", "pk"))
    on = [h for h in rows if h.sitting.state in ON]
    board = on + [h for h in rows if h.sitting.state == State.PLANNED]
    moved = [h for h in rows if h.sitting.state in {State.MOVED, State.CANCELLED}]
    pages = max(1, _sheets(board, ROWS_OF_BOARD), _sheets(moved, CHANGES_OF_BOARD))
    page = _page(request, pages)
    lines = _sheet(board, page, ROWS_OF_BOARD)
    context = {
        "court": body,
        "now": now,
        "on": [h for h in lines if h in on],
        "later": [h for h in lines if h not in on],
        "moved": _sheet(moved, page, CHANGES_OF_BOARD),
        "page": page,
        "pages": pages,
        "turn": TURN_SECONDS,
        "next": page % pages + 1,
        "address": f"{settings.PUBLIC_URL}{reverse('public_hearings')}?court={body.code}",
    }
    response = render(request, "hearings/kiosk.html", context)
    response["Refresh"] = f"{TURN_SECONDS}; url=?page={page % pages + 1}"
    response["Cache-Control"] = "no-cache"
    return response


def _sheets(rows: list[Any], size: int) -> int:
    return -(-len(rows) // size)


def _sheet(rows: list[Any], page: int, size: int) -> list[Any]:
    """What one turn of the glass shows; the shorter list begins anew while the longer one goes on."""
    start = (page - 1) % max(1, _sheets(rows, size)) * size
    return rows[start : start + size]


def _page(request: HttpRequest, pages: int) -> int:
    asked = request.GET.get("page", "1")
    return min(pages, max(1, int(asked))) if asked.isdecimal() and len(asked) < 5 else 1


@require_GET
def find(request: HttpRequest, court: str) -> HttpResponse:
    """A touch finds a case by its number: each key of the glass adds its digit, with or without a script."""
    body, key = _court(court), request.GET.get("key", "")
    number = _typed(request.GET.get("number", "").strip(), key)
    start = clock.at(clock.today(), clock.MIDNIGHT)
    rows = Hearing.objects.public().filter(body=body, starts_at__gte=start).shown()
    found = list(_by_number(rows, number).order_by("starts_at")[:5]) if number else []
    context = {"court": body, "number": number, "found": found, "now": clock.now(), "digits": "123456789"}
    context["is_asked"] = bool(number) and not key
    response = render(request, "hearings/find.html", context)
    response["Refresh"] = f"{SEARCH_SECONDS}; url={reverse('kiosk', args=[court])}"
    return response


def _typed(number: str, key: str) -> str:
    if key == "back":
        return number[:-1]
    return f"{number}{key}"[:30] if key.isdigit() and len(key) == 1 else number
