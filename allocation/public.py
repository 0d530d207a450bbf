"""The public pages of the draws; no sign-in, no name of a party, roster and tickets when the day is over."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation import proving, publishing
from allocation.actions import proofs_of
from allocation.drawing import parsed, roster_of
from allocation.forms import DrawFilter
from allocation.models import CHANCED, BatchRecord, CourtLog, Draw
from core import listing
from core.errors import Refused
from core.paging import KeysetPage

NEWEST = 10
LINES = "application/jsonl; charset=utf-8"


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What a draw is, how to check one, the courts and the latest draws."""
    number = request.GET.get("number", "").strip().lower()
    if number and (found := _found(number)):
        return redirect(found)
    logs = CourtLog.objects.select_related("court").order_by("court__sort_key")
    context = {"logs": logs, "draws": _named(Draw.objects.of_closed_days()[:NEWEST]), "number": number}
    return render(request, "allocation/front.html", context)


@require_GET
def court_log(request: HttpRequest, court: str) -> HttpResponse:
    """The log of one court with filters."""
    log = _log(court)
    form = DrawFilter(request.GET)
    page = KeysetPage(form.narrow(Draw.objects.of_closed_days().filter(log=log)), request.GET, order="-id")
    labels = {"at": _("Time"), "case": _("Case"), "way": _("Way"), "judges": _("Judge"), "number": _("Number")}
    context = {"log": log, "form": form, "page": page, "columns": listing.columns(request.GET, labels, {})}
    return render(request, "allocation/court.html", context | {"draws": _named(page)})


def _named(draws: Iterable[Draw]) -> list[tuple[Draw, str]]:
    """Draws, each with the names of its judges."""
    rows = list(draws)
    names = publishing.names_of(rows)
    return [(draw, _judges(draw, names)) for draw in rows]


def _judges(draw: Draw, names: publishing.Names) -> str:
    return ", ".join(publishing.called(draw, code, names) for code in draw.judges)


@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One draw: at once judge, hash and proofs; at the close of the day also roster and tickets."""
    draw = _found(number)
    if not isinstance(draw, Draw):
        return _batch(request, draw)
    names = publishing.names_of([draw])
    context: dict[str, Any] = {
        "draw": draw,
        "names": _judges(draw, names),
        "sentence": publishing.sentence(draw),
        "is_random": draw.way in CHANCED,
        "is_reserve": draw.filled.filter(is_reserve=True).exists(),
        "proofs": [proof.hex() for proof in proofs_of(draw)],
    }
    if draw.is_public:
        seats = publishing.picture(draw, names) if draw.tickets else []
        context |= {"seats": seats, "rows": publishing.rows(draw, names)}
    return render(request, "allocation/draw.html", context)


def _batch(request: HttpRequest, one: BatchRecord | None) -> HttpResponse:
    """All cases of a judge who left: at once hash and proofs; at the close of the day roster, cases and judges."""
    if one is None:
        raise Http404
    form = parsed(one.record)
    context: dict[str, Any] = {
        "batch": one,
        "cases": len(form["cases"]),
        "hash": hashlib.sha256(one.record.encode()).hexdigest(),
        "proofs": [proof.hex() for proof in proving.proofs_of(one)],
    }
    if one.is_public:
        given = Draw.objects.filter(batch=one).select_related("log__court").defer("record")
        page, names = KeysetPage(given, request.GET, order="id"), publishing.names_of([one])
        roster = publishing.roster_table(one, roster_of(form), {}, names)
        context |= {"page": page, "draws": _named(page), "roster": roster}
    return render(request, "allocation/batch_public.html", context)


@require_GET
def draw_json(request: HttpRequest, number: str) -> HttpResponse:
    """The draw in its published form."""
    try:
        return JsonResponse(publishing.draw_json(_draw(number)))
    except Refused as error:
        return JsonResponse({"error": " ".join(error.reasons)}, status=403)


@require_GET
def batch_json(request: HttpRequest, number: str) -> HttpResponse:
    """All cases of a batch in their published form."""
    try:
        return JsonResponse(publishing.batch_json(get_object_or_404(BatchRecord.objects.done(), public_id=number)))
    except Refused as error:
        return JsonResponse({"error": " ".join(error.reasons)}, status=403)


@require_GET
def draw_keys(request: HttpRequest, number: str) -> HttpResponse:
    """The keys that this draw names, also after the court has newer ones."""
    held = _found(number)
    if held is None:
        raise Http404
    is_proved = isinstance(held, BatchRecord) or held.is_proved
    return JsonResponse(publishing.key_json(held.log, held if is_proved else None))


@require_GET
def key_json(request: HttpRequest, court: str) -> HttpResponse:
    """The newest keys of court and witness."""
    return JsonResponse(publishing.key_json(_log(court)))


@require_GET
def log_jsonl(request: HttpRequest, court: str) -> HttpResponseBase:
    """The whole log."""
    return StreamingHttpResponse(publishing.log_lines(_log(court)), content_type=LINES)


@require_GET
def heads_jsonl(request: HttpRequest, court: str) -> HttpResponseBase:
    """The heads that both signed."""
    return StreamingHttpResponse(publishing.head_lines(_log(court)), content_type=LINES)


@require_GET
def proof_json(request: HttpRequest, court: str, index: int) -> HttpResponse:
    """The proof that an entry lies under a head that both signed; no entry of today is shown by it."""
    try:
        return JsonResponse(publishing.proof_json(_log(court), index))
    except Refused as error:
        return JsonResponse({"error": " ".join(error.reasons)}, status=404)


@require_GET
def script(request: HttpRequest, name: str) -> HttpResponse:
    """A verifier, to be read and run at home."""
    return HttpResponse(publishing.script(name), content_type="text/x-python; charset=utf-8")


def _log(court: str) -> CourtLog:
    return get_object_or_404(CourtLog.objects.select_related("court"), court__short_code=court)


def _draw(number: str) -> Draw:
    return get_object_or_404(Draw.objects.published(), public_id=number)


def _found(number: str) -> Draw | BatchRecord | None:
    """What has a result and this number: a case's draw, or a batch of many."""
    rows = (Draw.objects.published(), BatchRecord.objects.done())
    return next((found for found in (held.filter(public_id=number).first() for held in rows) if found), None)
