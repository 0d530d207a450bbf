"""The first page of the person's own work, and the demonstration's clock."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from allocation.watching import WATCHES, told_to
from core import clock
from core.access import holds, requires
from core.shown import day
from desk import glance
from desk.actions import advance_clock
from desk.forms import ClockForm
from desk.queues import QUEUES, counts_of, opened

STEPS = (1, 5, 10, 30)


@requires("desk.view")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person: queues by right, hearings of today, the court for its chair."""
    user: Any = request.user
    counts = counts_of(user)
    waiting = [key for key, queue in counts.items() if queue.count]
    asked = request.GET.get("queue", "")
    work = QUEUES[asked if asked in counts else (waiting or list(counts))[0]] if counts else None
    lines = opened(user, work) if work else []
    context: dict[str, Any] = {
        "queues": [replace(queue, is_current=bool(work and key == work.key)) for key, queue in counts.items()],
        "work": work,
        "lines": lines,
        "has_due": any(line.due_on for line in lines),
        "has_since": any(line.at for line in lines),
        "has_act": any(line.act for line in lines),
        "whole": work.url() if work else "",
        "may_register": holds(user, "cases.register"),
        "sees_hearings": holds(user, "hearings.view"),
        "hearings": glance.hearings_today(user),
    }
    if holds(user, "reports.glance"):
        context |= {"figures": glance.court_figures(user), "loads": glance.loads(user)}
        context["at_work"] = glance.at_work(user) if holds(user, "staff.view") else None
    if holds(user, WATCHES):
        context["watched"] = glance.placed(told_to(user))
    if holds(user, "accounts.administer"):
        context |= {"administers": True, "alarms": glance.ailments()}
    return render(request, "desk/desk.html", context)


@requires("desk.move_clock")
@require_http_methods(["GET", "POST"])
def move_clock(request: HttpRequest) -> HttpResponse:
    """Ask by how many days, say what will happen, then move the clock of the demonstration."""
    if not settings.DEMO:
        raise Http404
    asked = request.GET.get("days", "")
    form = ClockForm(request.POST or None, initial={"days": asked if asked.isdecimal() else 1})
    if request.method == "POST" and form.is_valid():
        today = advance_clock(form.cleaned_data["days"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The court's day is %(day)s.") % {"day": day(today)})
        return redirect("desk:clock")
    context = {"form": form, "today": clock.today(), "steps": STEPS, "back": "/desk/"}
    return render(request, "desk/clock.html", context, status=422 if form.errors else 200)
