"""Recusals: entered by the clerk or the judge, decided by whom the law names."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from allocation import redraw
from allocation.forms_methods import RecusalForm, RulingForm
from allocation.giving import Mover, Recusal, Ruling
from allocation.recusal import GROUNDS, Decider
from allocation.ways import judge_named
from cases.models import Case
from core import clock
from core.access import holds, requires


@requires("allocation.recuse", Case, seen_by="cases.view")
@require_http_methods(["GET", "POST"])
def recuse(request: HttpRequest, case: Case) -> HttpResponse:
    """Enter a recusal with its facts."""
    judges = [(judge.public_id, str(judge)) for judge in redraw.recusable(case)]
    form = RecusalForm(request.POST or None, judges=judges, initial=_own(request, case))
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        judge = judge_named(case.court, facts.pop("judge"))
        recusal = redraw.file_recusal(case, judge, by=request.user, **facts)  # type: ignore[arg-type]
        messages.success(request, _("The recusal is entered and waits for the ruling."))
        return redirect(recusal)
    status = 422 if form.errors else 200
    return render(request, "allocation/recuse.html", {"case": case, "form": form}, status=status)


def _own(request: HttpRequest, case: Case) -> dict[str, Any]:
    """A judge who opens the page most often speaks of himself."""
    mine = [judge for judge in redraw.recusable(case) if judge.user_id == request.user.pk]
    start: dict[str, Any] = {"filed_on": clock.today(), "mover": Mover.PARTY}
    return start | ({"judge": mine[0].public_id, "mover": Mover.SELF} if mine else {})


@requires("allocation.view", Recusal)
@require_GET
def recusal(request: HttpRequest, recusal: Recusal) -> HttpResponse:
    """One recusal: facts, who decides, votes and ruling."""
    return render(request, "allocation/recusal.html", _context(request, recusal))


def _context(request: HttpRequest, recusal: Recusal) -> dict[str, Any]:
    ruler = redraw.competence_for(recusal.case, recusal.judge, recusal.mover)
    waits = recusal.state == Ruling.FILED
    may = waits and holds(request.user, "allocation.decide_recusal", recusal)
    return {
        "recusal": recusal,
        "case": recusal.case,
        "ground": dict(GROUNDS).get(recusal.ground, recusal.ground),
        "decider": Decider(recusal.decider).label,
        "competence": ruler,
        "is_waiting": waits,
        "awaited": redraw.deciders(recusal) if waits else [],
        "may_decide": may and redraw.may_decide(recusal, request.user),  # type: ignore[arg-type]
    }


@requires("allocation.decide_recusal", Recusal)
@require_http_methods(["GET", "POST"])
def decide_recusal(request: HttpRequest, recusal: Recusal) -> HttpResponse:
    """Show what the ruling does, then give it."""
    form = RulingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        grants, text = form.cleaned_data["grants"] == "yes", form.cleaned_data["text"]
        done = redraw.decide_recusal(recusal, grants=grants, text=text, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _words(done))
        return redirect(recusal if done.state == Ruling.FILED else recusal.case)
    context = _context(request, recusal) | {"form": form}
    return render(request, "allocation/decide_recusal.html", context, status=422 if form.errors else 200)


def _words(recusal: Recusal) -> str:
    if recusal.state == Ruling.GRANTED:
        return _("The recusal is granted; the seat is drawn anew by itself.")
    if recusal.state == Ruling.REFUSED:
        return _("The recusal is refused; the judge stays.")
    return _("Your vote is entered; the others of the panel are awaited.")
