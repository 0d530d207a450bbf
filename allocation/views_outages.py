"""Outages of the system: entered with the papers taken meanwhile, confirmed by another, their cases registered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation import outages as work
from allocation.forms_methods import AnswerForm
from allocation.forms_outages import OutageForm
from allocation.models import CourtLog, Outage, PaperCase
from allocation.models_changes import courts_seen
from cases.models import Case
from core import clock
from core.access import holds, requires
from core.errors import Refused
from core.listing import page_of
from reference.models import Body


def outage_of(request: HttpRequest, pk: int, right: str) -> Outage:
    """The outage, if it is of a court in which the person holds the right."""
    seen = Outage.objects.visible_to(request.user, right).select_related("court", "asked_by", "answered_by")
    found: Outage = get_object_or_404(seen, pk=pk)
    return found


@requires("allocation.view")
@require_GET
def outages(request: HttpRequest) -> HttpResponse:
    """Outages of the person's courts, newest first."""
    rows = Outage.objects.visible_to(request.user).select_related("court", "asked_by")
    page = page_of(rows, request.GET, orders={}, default="-id")
    return render(request, "allocation/outages.html", {"page": page})


@requires("allocation.enter_outage")
@require_http_methods(["GET", "POST"])
def enter_outage(request: HttpRequest) -> HttpResponse:
    """Enter when the system was down, and what was taken on paper."""
    court = _court(request)
    log = CourtLog.objects.filter(pk=court.pk).first()
    lists = work.lists_of(log, clock.today()) if log else {}
    form = OutageForm(request.POST or None, pools=sorted(lists))
    if request.method == "POST" and form.is_valid():
        try:
            moments = {"from_at": form.moment("from"), "to_at": form.moment("to")}
            facts: dict[str, Any] = {"note": form.cleaned_data["note"], "papers": form.papers, **moments}
            outage = work.enter_outage(court, **facts, by=request.user)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, refused.reasons)
        else:
            messages.info(request, _("Nothing has changed yet: another person must confirm it."))
            return redirect(outage)
    context = {"form": form, "lists": sorted(lists.items())}
    return render(request, "allocation/enter_outage.html", context, status=422 if form.errors else 200)


def _court(request: HttpRequest) -> Body:
    courts = courts_seen(request.user, "allocation.enter_outage").order_by("pk")
    if not (court := courts.first()):
        raise Http404
    return court


@requires("allocation.view")
@require_GET
def outage(request: HttpRequest, pk: int) -> HttpResponse:
    """One outage: its papers, whose turn each was, and the case that each became."""
    one = outage_of(request, pk, "allocation.view")
    return render(request, "allocation/outage.html", _context(request, one, AnswerForm()))


def _context(request: HttpRequest, one: Outage, form: AnswerForm) -> dict[str, Any]:
    papers = list(PaperCase.objects.filter(outage=one))
    known = Case.objects.filter(submission__in=[paper.submission for paper in papers])
    seen = {case.submission: case for case in known & Case.objects.visible_to(request.user, "cases.view")}
    became = set(known.values_list("submission", flat=True))
    may = one.is_open and courts_seen(request.user, "allocation.confirm_outage").filter(pk=one.court_id).exists()
    return {
        "outage": one,
        "papers": [(paper, seen.get(paper.submission), paper.submission in became) for paper in papers],
        "may_register": not one.is_open and holds(request.user, "cases.register", one.court),
        "may_answer": may and one.asked_by_id != request.user.pk,
        "is_own": may and one.asked_by_id == request.user.pk,
        "form": form,
    }


@requires("allocation.confirm_outage")
@require_http_methods(["GET", "POST"])
def confirm_outage(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the confirmation does, then do it."""
    one = outage_of(request, pk, "allocation.confirm_outage")
    if request.method == "POST":
        done = work.confirm_outage(one, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Confirmed: each paper has the judge whose turn it was."))
        return redirect(done)
    if not one.is_open or one.asked_by_id == request.user.pk:
        raise Refused(_("Another person must confirm it than who asked, and once."))
    return render(request, "allocation/confirm_outage.html", _context(request, one, AnswerForm()))


@requires("allocation.confirm_outage")
@require_POST
def refuse_outage(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person does not confirm and says why."""
    one, form = outage_of(request, pk, "allocation.confirm_outage"), AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "allocation/outage.html", _context(request, one, form), status=422)
    work.refuse_outage(one, answer=form.cleaned_data["answer"], by=request.user)  # type: ignore[arg-type]
    messages.info(request, _("The outage is not confirmed; its papers are drawn as any others."))
    return redirect(one)
