"""Absences: asked for, decided, ended early; presence today and in the next days."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock, listing
from core.access import holds, requires
from core.serving import served
from journal.access import saw
from staff import absences, forms, leaves, presence
from staff.models import AbsenceKind, AbsenceRequest, Member, RequestState
from staff.views.deeds import asked
from staff.views.people import body_of

ORDERS = {"from": "from_on", "asked": "asked_at"}
ASKS_AND_DOES = require_http_methods(["GET", "POST"])


def _mine(request: HttpRequest) -> Member:
    """The own card: in the court where the person works, else the first."""
    mine = Member.objects.visible_to(request.user, "staff.own").select_related("body")
    card = mine.filter(body=request.user.body).first() or mine.first()  # type: ignore[union-attr]
    if card is None:
        raise Http404
    found: Member = card
    return found


def _asking(request: HttpRequest, member: Member, title: str, back: str) -> HttpResponse:
    form = forms.AbsenceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        made = absences.ask(member, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("It is asked for; the head of the court decides."))
        return redirect(made)
    return asked(request, form, title=title, do=_("Ask for it"), back=back,
                 note=_("Once approved it counts for hearings at once, for draws from the next day."))  # fmt: skip


@requires("staff.own")
@ASKS_AND_DOES
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for days away."""
    return _asking(request, _mine(request), _("Ask for absence"), reverse("staff:own"))


@requires("staff.enter_absence", Member, seen_by="staff.view")
@ASKS_AND_DOES
def enter(request: HttpRequest, member: Member) -> HttpResponse:
    """Enter an absence for somebody who cannot, such as an illness told by telephone."""
    title = _("Absence of %(name)s") % {"name": member.name}
    return _asking(request, member, title, member.get_absolute_url())


@requires("staff.view")
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Requests for absence of the court, those that wait first."""
    body = body_of(request, "staff.view")
    wanted = request.GET.get("state", RequestState.ASKED)
    rows = presence.of_bodies([body.pk])
    rows = rows.filter(state=wanted) if wanted in RequestState.values else rows
    labels = {"name": _("Who"), "from": _("Days"), "kind": _("Kind"), "asked": _("Asked"), "state": _("State")}
    reads_reason = holds(request.user, "staff.absence_reason", body)
    if not reads_reason:
        del labels["kind"]
    context = {
        "body": body,
        "page": listing.page_of(rows, request.GET, orders=ORDERS, default="-from_on"),
        "columns": listing.columns(request.GET, labels, ORDERS),
        "states": [*RequestState.choices, ("all", _("all"))],
        "wanted": wanted,
        "reads_reason": reads_reason,
    }
    return render(request, "staff/absences.html", context)


def _one(request: HttpRequest, pk: int) -> AbsenceRequest:
    """A request of a court whose people one sees, or one's own; 404 for any other."""
    seen = AbsenceRequest.objects.visible_to(request.user, "staff.view")
    own = AbsenceRequest.objects.visible_to(request.user, "staff.own")
    rows = AbsenceRequest.objects.filter(pk__in=seen.values("pk")) | AbsenceRequest.objects.filter(
        pk__in=own.values("pk")
    )
    found: AbsenceRequest = get_object_or_404(rows.select_related("member__user", "member__body", "order"), pk=pk)
    return found


@requires("staff.own")
@require_GET
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with what can be done about it."""
    user: Any = request.user
    one = _one(request, pk)
    is_own = one.member.user_id == user.pk
    may_act = is_own or holds(user, "staff.enter_absence", one)
    reads = holds(user, "staff.absence_reason", one)
    is_running = one.state == RequestState.APPROVED and not one.back_on and one.to_on >= clock.today()
    context = {
        "one": one,
        "is_own": is_own,
        "reads_reason": is_own or reads,
        "leave": _leave(one) if one.kind == AbsenceKind.LEAVE and (is_own or reads) else None,
        "may_decide": one.is_open and not is_own and holds(user, "staff.decide_absence", one),
        "may_withdraw": one.is_open and may_act,
        "back_form": forms.BackForm(initial={"back_on": max(clock.today(), one.from_on)})
        if is_running and may_act else None,
        "refuse_form": forms.RefuseForm(),
        "counts_from": clock.local(one.decided_at).date() + clock.DAY if one.decided_at and one.absence_id else None,
        "sees_card": holds(user, "staff.view", one),
    }  # fmt: skip
    return render(request, "staff/absence.html", context)


def _leave(one: AbsenceRequest) -> dict[str, Any]:
    """What a leave takes of the days due, for whoever decides on it."""
    return {
        "wanted": leaves.counted(one.from_on, one.last_on),
        "year": leaves.balance(one.member, one.from_on),
        "is_early": leaves.is_first_half_year(one.member, one.from_on),
    }


@require_POST
@requires("staff.decide_absence", AbsenceRequest)
def approve(request: HttpRequest, one: AbsenceRequest) -> HttpResponse:
    """Approve an absence."""
    absences.approve(one, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The absence is approved."))
    return redirect(one)


@require_POST
@requires("staff.decide_absence", AbsenceRequest)
def refuse(request: HttpRequest, one: AbsenceRequest) -> HttpResponse:
    """Refuse an absence with a reason."""
    absences.refuse(one, reason=request.POST.get("reason", ""), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The absence is refused."))
    return redirect(one)


@require_POST
@requires("staff.own")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    one = absences.withdraw(_one(request, pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The request is withdrawn."))
    return redirect(one)


@require_POST
@requires("staff.own")
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the first day back at work."""
    one, form = _one(request, pk), forms.BackForm(request.POST)
    if not form.is_valid():
        return asked(request, form, title=_("Back at work"), do=_("Save"), back=one.get_absolute_url())
    one = absences.come_back(one, back_on=form.cleaned_data["back_on"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The return is written down."))
    return redirect(one)


@requires("staff.own")
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of an absence, for whom it concerns and for who may read why somebody is away."""
    one = _one(request, pk)
    if one.paper is None:
        raise Http404
    if one.member.user_id != request.user.pk and not holds(request.user, "staff.absence_reason", one):
        raise Http404
    saw(request.user, [f"staff:{one.member_id}"], None, "absence")  # type: ignore[arg-type]
    return served(one.paper, one.paper_name)


@requires("staff.view")
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Who is at work today, who is away through the next days, whose leave begins."""
    body = body_of(request, "staff.view")
    days = presence.days_ahead([body.pk])
    context = {
        "body": body,
        "count": presence.serving([body.pk]).count(),
        "days": days,
        "now": days[0].away,
        "beginning": presence.beginning([body.pk]),
        "headless": presence.headless(body),
        "reads_reason": holds(request.user, "staff.absence_reason", body),
        "most": [(f"{one.day:%d.%m}", len(one.away)) for one in days],
    }
    return render(request, "staff/presence.html", context)
