"""Redraws of the cases of judges who left: asked for, confirmed, watched; and all that waits for a second person."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from allocation import batches as work
from allocation.corrections import waiting_corrections
from allocation.forms_methods import AnswerForm, BatchForm
from allocation.giving import Asked, Batch, BatchCase, Recusal, Resolution, Ruling
from allocation.models import Outage, State
from allocation.models_changes import courts_seen
from cases.models import Case
from core import clock, shown
from core.access import requires
from core.components import Result, Step
from core.errors import Refused
from core.listing import page_of
from staff.models import Judge

SHOWN = 10  # cases that wait, in the box of the progress
NEWEST = 50
PATHS = ("case__dossier", "vacancy__filled_by")
# How many cases are past each step; those that no record takes are drawn by themselves and pass all at once.
ON_RECORD, OVER = Q(record__isnull=False), Q(is_done=True)
COUNTS = {
    "listed": Count("pk"),
    "recorded": Count("pk", filter=ON_RECORD | OVER | Q(is_apart=True)),
    "proved": Count("pk", filter=ON_RECORD & ~Q(record__state=State.RECORDED) | OVER),
    "over": Count("pk", filter=OVER),
}


def batch_of(request: HttpRequest, pk: int, right: str) -> Batch:
    """The batch, if it is of a court in which the person holds the right."""
    found: Batch = get_object_or_404(Batch.objects.visible_to(request.user, right).for_page(), pk=pk)
    return found


@requires("allocation.view")
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """Redraws of judges' cases, newest first."""
    page = page_of(Batch.objects.visible_to(request.user).for_page(), request.GET, orders={}, default="-id")
    return render(request, "allocation/batches.html", {"page": page})


@requires("allocation.start_batch")
@require_http_methods(["GET", "POST"])
def start_batch(request: HttpRequest) -> HttpResponse:
    """Ask that the cases of a judge whose office ends be drawn anew."""
    judges = work.leaving(request.user.bodies_with("allocation.start_batch"))  # type: ignore[union-attr]
    form = BatchForm(request.POST or None, judges=[(str(judge.pk), _named(judge)) for judge in judges])
    if request.method == "POST" and form.is_valid():
        chosen = next(judge for judge in judges if str(judge.pk) == form.cleaned_data["judge"])
        batch = work.start_batch(chosen, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        messages.info(request, _("Nothing has changed yet: another person must confirm it."))
        return redirect(batch)
    status = 422 if form.errors else 200
    return render(request, "allocation/start_batch.html", {"form": form, "judges": judges}, status=status)


def _named(judge: Judge) -> str:
    facts = {"name": judge, "id": judge.public_id, "day": shown.day(judge.to_on)}
    return _("%(name)s (%(id)s), in office to %(day)s") % facts


@requires("allocation.view")
@require_GET
@vary_on_headers("HX-Request")
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the redraw is, and what became of each case."""
    one = batch_of(request, pk, "allocation.view")
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "components/job.html", progress(request, one))
    return render(request, "allocation/batch.html", _context(request, one, AnswerForm()))


def _context(request: HttpRequest, one: Batch, form: AnswerForm) -> dict[str, Any]:
    rows = BatchCase.objects.filter(batch=one).select_related(*PATHS)
    page = page_of(rows, request.GET, orders={}, default="order")
    seen = _seen(request, [row.case_id for row in page])
    may_answer = one.is_open and courts_seen(request.user, "allocation.confirm_batch").filter(pk=one.court_id).exists()
    return {
        "batch": one,
        "page": page,
        "rows": [(row, row.case_id in seen, judges) for row, judges in _with_judges(one, list(page))],
        "progress": progress(request, one),
        "records": one.records.annotate(cases=Count("rows")),
        "has_left": work.has_left(one.judge),
        "undecided": work.undecided(one.judge).count(),
        "may_answer": may_answer and one.asked_by_id != request.user.pk,
        "is_own": may_answer and one.asked_by_id == request.user.pk,
        "form": form,
    }


def _with_judges(one: Batch, rows: list[BatchCase]) -> list[tuple[BatchCase, str]]:
    """Each case with the names of the judges who have it now, and the codes by which the log knows them."""
    named = {judge.public_id: str(judge) for judge in Judge.objects.filter(body=one.court_id).select_related("user")}
    drawn = [(row, row.vacancy.filled_by if row.vacancy else None) for row in rows]
    return [(row, ", ".join(_called(code, named) for code in draw.judges) if draw else "") for row, draw in drawn]


def _called(code: str, named: dict[str, str]) -> str:
    return f"{named[code]} ({code})" if code in named else code


def _seen(request: HttpRequest, cases: list[int]) -> set[int]:
    return set(Case.objects.visible_to(request.user, "cases.view").filter(pk__in=cases).values_list("pk", flat=True))


def progress(request: HttpRequest, one: Batch) -> dict[str, Any]:
    """The box of a long job: how many are done, and which wait, with the reason."""
    rows = BatchCase.objects.filter(batch=one)
    counts = rows.aggregate(**COUNTS)
    ended = _("Ended: %(at)s.") % {"at": f"{clock.local(one.ended_at):%d.%m.%Y %H:%M}"} if one.ended_at else ""
    road = {"steps": _road(one, list(counts.values())), "label": _("Steps of the redraw")}
    return {
        "total": counts["listed"],
        "done": counts["over"],
        "body": render_to_string("components/road.html", road),
        "title": _("Cases drawn anew"),
        "poll_url": one.get_absolute_url() if one.is_running and counts["listed"] else "",
        "note": ended,
        "results": _results(request, rows.filter(is_done=False).exclude(note="")),
    }


def _results(request: HttpRequest, waiting: "QuerySet[BatchCase]") -> list[Result]:
    """What holds up all cases that go together is said once; of each that goes by itself its own reason."""
    common = waiting.filter(is_apart=False).values_list("note").annotate(cases=Count("pk"))
    apart = list(waiting.filter(is_apart=True).select_related(*PATHS)[:SHOWN])
    seen = _seen(request, [row.case_id for row in apart])
    together = [Result(note, count=cases) for note, cases in common.order_by("note")]
    return together + [_result(row, is_seen=row.case_id in seen) for row in apart]


def _road(one: Batch, known: list[int]) -> list[Step]:
    """From the list over record and proofs to the results, with the number of cases that are past each."""
    counted = [_("Listed"), _("On record"), _("Proved"), _("Results")]
    past = [bool(known[0]) and count == known[0] for count in known]
    now = past.index(False) if one.is_running and False in past else len(past)
    return [
        Step(label, "now" if place == now else "past" if is_past else "ahead", count)
        for place, (label, is_past, count) in enumerate(zip(counted, past, known, strict=True))
    ]


def _result(row: BatchCase, *, is_seen: bool) -> Result:
    if not is_seen:
        return Result(f"{_('closed case')}: {row.note}")
    return Result(f"{row.case.number}: {row.note}", url=row.case.get_absolute_url(), act=_("Open the case"))


@requires("allocation.confirm_batch")
@require_http_methods(["GET", "POST"])
def confirm_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the confirmation does, then do it."""
    one = batch_of(request, pk, "allocation.confirm_batch")
    if request.method == "POST":
        done = work.confirm_batch(one, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Confirmed: the cases are drawn anew all at once."))
        return redirect(done)
    if not one.is_open or one.asked_by_id == request.user.pk:
        raise Refused(_("Another person must confirm it than who asked, and once."))
    return render(request, "allocation/confirm_batch.html", _context(request, one, AnswerForm()))


@requires("allocation.confirm_batch")
@require_POST
def refuse_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person does not confirm and says why."""
    one, form = batch_of(request, pk, "allocation.confirm_batch"), AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "allocation/batch.html", _context(request, one, form), status=422)
    work.refuse_batch(one, answer=form.cleaned_data["answer"], by=request.user)  # type: ignore[arg-type]
    messages.info(request, _("The redraw is not confirmed; the cases stay as they are."))
    return redirect(one)


@requires("allocation.view")
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything in the person's courts that one asked and another has not answered yet, the oldest first."""
    resolutions = Resolution.objects.visible_to(request.user).filter(state=Asked.ASKED)
    recusals = Recusal.objects.visible_to(request.user).filter(state=Ruling.FILED)
    asked = Batch.objects.visible_to(request.user).for_page().filter(state=Asked.ASKED)
    down = Outage.objects.visible_to(request.user).filter(state=Asked.ASKED).select_related("asked_by")
    context = {
        "outages": down.order_by("pk")[:NEWEST],
        "resolutions": resolutions.select_related("case", "asked_by").order_by("pk")[:NEWEST],
        "recusals": recusals.select_related("case", "judge__user", "entered_by").order_by("pk")[:NEWEST],
        "corrections": waiting_corrections(request.user),
        "batches": asked.order_by("pk")[:NEWEST],
        "batches_url": reverse("allocation:batches"),
    }
    return render(request, "allocation/waiting.html", context)
