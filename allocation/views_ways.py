"""Resolutions (dərkənar): one person asks, another confirms or does not."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation import ways
from allocation.forms_methods import AnswerForm, ResolutionForm
from allocation.giving import Reason, Resolution
from allocation.rosters import seats_of
from allocation.vacancies import of_case
from cases.models import Case
from core.access import holds, requires
from core.errors import Refused


@requires("allocation.resolve", Case, seen_by="cases.view")
@require_http_methods(["GET", "POST"])
def resolve(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask that the case be given by hand."""
    seats = len(of_case(case)) or seats_of(case.court, case.kind.code)
    form = ResolutionForm(request.POST or None, judges=ways.choices(case), seats=seats)
    if request.method == "POST" and form.is_valid():
        chosen: dict[str, Any] = {"judges": form.judges, **{k: form.cleaned_data[k] for k in ("reason", "text")}}
        resolution = ways.ask_resolution(case, **chosen, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The resolution waits for the second person."))
        return redirect(resolution)
    status = 422 if form.errors else 200
    return render(request, "allocation/resolve.html", {"case": case, "form": form}, status=status)


@requires("allocation.view", Resolution)
@require_GET
def resolution(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    """One resolution: who asked what and why, who answered."""
    return render(request, "allocation/resolution.html", _context(request, resolution, AnswerForm()))


def _context(request: HttpRequest, resolution: Resolution, form: AnswerForm) -> dict[str, Any]:
    names = dict(ways.choices(resolution.case))
    may_answer = resolution.is_open and holds(request.user, "allocation.confirm_resolution", resolution)
    return {
        "resolution": resolution,
        "case": resolution.case,
        "judges": [f"{names.get(judge, judge)} ({judge})" for judge in resolution.judges],
        "reason": Reason(resolution.reason).label,
        "may_answer": may_answer and resolution.asked_by_id != request.user.pk,
        "is_own": may_answer and resolution.asked_by_id == request.user.pk,
        "form": form,
    }


@requires("allocation.confirm_resolution", Resolution)
@require_http_methods(["GET", "POST"])
def confirm_resolution(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    """Show what the confirmation does, then do it."""
    if request.method == "POST":
        draw = ways.confirm_resolution(resolution, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The case is given: %(judges)s.") % {"judges": ", ".join(draw.judges)})
        return redirect(resolution.case)
    if not resolution.is_open or resolution.asked_by_id == request.user.pk:
        raise Refused(_("Another person must confirm it than who asked, and once."))
    return render(request, "allocation/confirm_resolution.html", _context(request, resolution, AnswerForm()))


@requires("allocation.confirm_resolution", Resolution)
@require_POST
def refuse_resolution(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    """The second person does not confirm and says why."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "allocation/resolution.html", _context(request, resolution, form), status=422)
    ways.refuse_resolution(resolution, answer=form.cleaned_data["answer"], by=request.user)  # type: ignore[arg-type]
    messages.info(request, _("The resolution is not confirmed; the case goes on waiting for its draw."))
    return redirect(resolution.case)
