"""The officer's pages: own cases, one case with its actions, drafting and confirming."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.timeline import timeline
from core import listing
from core.access import holds, requires
from core.azerbaijani import search_key
from core.errors import Refused
from documents.models import Document
from enforcement import obstacles
from enforcement.conduct import assign_officer, change_action, confirm_action, draft_action, plan_next
from enforcement.forms import ActionForm, OfficerForm, PlanForm
from enforcement.models import OPEN_STATES, Action, ActionState, EnforcementCase
from enforcement.opening import officers_of
from journal.access import saw

ORDERS = {"opened": "opened_at", "voluntary": "voluntary_until"}


@requires("enforcement.view")
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The officer's own open cases first; the chief sees all of the office."""
    is_chief = holds(request.user, "enforcement.assign")
    whose = request.GET.get("whose", "all" if is_chief else "own")
    labels = {
        "opened": gettext_lazy("Opened"),
        "number": gettext_lazy("Enforcement case"),
        "parties": gettext_lazy("Creditor and debtor"),
        "amount": gettext_lazy("Amount, AZN"),
        "officer": gettext_lazy("Officer"),
        "voluntary": gettext_lazy("Voluntary term"),
        "state": gettext_lazy("State"),
    }
    context = {
        "page": listing.page_of(_chosen(request, whose), request.GET, orders=ORDERS, default="-opened_at"),
        "columns": listing.columns(request.GET, labels, ORDERS, numbers={"amount"}),
        "scopes": [("own", _("my open cases")), ("all", _("all of the office")), ("waiting", _("without an officer"))],
        "whose": whose,
        "q": request.GET.get("q", ""),
    }
    return render(request, "enforcement/cases.html", context)


def _chosen(request: HttpRequest, whose: str) -> Any:
    """The rows that scope and search leave; by name or number (EI-6.1.10), by FIN only with its right."""
    rows = EnforcementCase.objects.visible_to(request.user, "enforcement.view").shown()
    if whose == "own":
        rows = rows.filter(officer=request.user.pk, state__in=OPEN_STATES)
    elif whose == "waiting":
        rows = rows.filter(officer=None)
    words = request.GET.get("q", "").strip()
    if not words:
        return rows
    key = search_key(words)
    found = Q(number__iexact=words) | Q(writ__number__iexact=words) | Q(writ__case__number__iexact=words)
    for side in ("debtor", "creditor"):
        found |= Q(**{f"writ__{side}__party__search_key__contains": key})
        if holds(request.user, "parties.fin"):
            found |= Q(**{f"writ__{side}__party__fin": words.upper()})
    return rows.filter(found)


@requires("enforcement.view", EnforcementCase)
@require_GET
def detail(request: HttpRequest, case: EnforcementCase) -> HttpResponse:
    """One enforcement case; opening it is written to the access log of both parties."""
    case = EnforcementCase.objects.shown().get(pk=case.pk)
    sides = [case.writ.creditor.party, case.writ.debtor.party]
    saw(request.user, [side.register_subject for side in sides], case.pk, _("enforcement case"))  # type: ignore[arg-type]
    reasons = list(obstacles.of_acting(case, request.user))
    collected = case.collected()
    context = {
        "case": case,
        "writ": case.writ,
        "reasons": reasons,
        "collected": collected,
        "rest": case.writ.amount - collected if case.writ.amount else None,
        "actions": list(case.actions.select_related("document", "made_by")),
        "paper": Document.objects.filter(dossier=case.pk, kind="writ").first(),
        "days": timeline(request.user, cast("Any", case)),
        "plan": PlanForm(initial={"next_action": case.next_action}),
        **_permitted(request, case, reasons),
    }
    return render(request, "enforcement/detail.html", context)


def _permitted(request: HttpRequest, case: EnforcementCase, reasons: list[str]) -> dict[str, bool]:
    return {
        "may_act": not reasons and holds(request.user, "enforcement.act", case),
        "may_confirm": not reasons and holds(request.user, "enforcement.confirm", case),
        "may_assign": case.is_open and holds(request.user, "enforcement.assign", case),
        "sees_fin": holds(request.user, "parties.fin", case),
        "sees_contacts": holds(request.user, "parties.contacts", case),
    }


@requires("enforcement.assign", EnforcementCase)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, case: EnforcementCase) -> HttpResponse:
    """The chief chooses the officer; loads stand beside the names."""
    form = OfficerForm(request.POST or None, officers=officers_of(case.office), initial={"officer": case.officer_id})
    if request.method == "POST" and form.is_valid():
        assign_officer(case, officer=form.cleaned_data["officer"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The officer is assigned."))
        return redirect(case)
    return render(request, "enforcement/assign.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@requires("enforcement.act", EnforcementCase)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, case: EnforcementCase) -> HttpResponse:
    """Fill the page of an action; its paper is drafted from it."""
    obstacles.refuse(obstacles.of_acting(case, request.user))
    form = ActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_action(case, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, error.reasons)  # type: ignore[arg-type]
        else:
            return redirect("enforcement:confirm", made.pk)
    return render(request, "enforcement/act.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@requires("enforcement.act", Action)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, action: Action) -> HttpResponse:
    """Change a draft."""
    initial = {name: getattr(action, name) for name in ("kind", "on", "text", "amount")}
    form = ActionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_action(action, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, error.reasons)  # type: ignore[arg-type]
        else:
            return redirect("enforcement:confirm", action.pk)
    context = {"case": action.case, "action": action, "form": form}
    return render(request, "enforcement/act.html", context, status=422 if form.errors else 200)


@requires("enforcement.confirm", Action)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, action: Action) -> HttpResponse:
    """Show the draft; then confirm it with the signature."""
    if request.method == "POST":
        confirm_action(action, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The action is confirmed and its paper signed."))
        return redirect(action.case)
    if action.state != ActionState.DRAFT:
        return redirect(action.case)
    obstacles.refuse(obstacles.of_acting(action.case, request.user))
    context = {"action": action, "case": action.case, "back": action.case.get_absolute_url()}
    return render(request, "enforcement/confirm.html", context)


@require_POST
@requires("enforcement.act", EnforcementCase)
def plan(request: HttpRequest, case: EnforcementCase) -> HttpResponse:
    """Note the next step."""
    form = PlanForm(request.POST)
    if form.is_valid():
        plan_next(case, next_action=form.cleaned_data["next_action"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The next step is noted."))
    else:
        messages.error(request, _("Say what the next step is."))
    return redirect(case)
