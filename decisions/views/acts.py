"""The judge's pages: the list of acts, the draft with its four parts, checking, pronouncing, signing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.models import Case
from cases.telling import people_of, recipient
from core import listing
from core.access import holds, requires
from core.errors import Refused
from core.web import seen
from decisions.actions import check_act, draft_act, pronounce_act, save_draft, sign_act, waiting_for
from decisions.drafting import paper, template_of
from decisions.forms import DraftForm, KindForm
from decisions.models import OPEN, Act, State
from decisions.obstacles import obstacles, obstacles_for
from decisions.reactions import PARTIES
from documents.printing import print_paper
from notifications.ladder import channels
from notifications.models import Channel

ORDERS = {"made": "made_at", "signed": "signed_at"}


@requires("decisions.view")
@require_GET
def acts(request: HttpRequest) -> HttpResponse:
    """Acts of the court, the drafts asked for first."""
    state = request.GET.get("state", "open")
    rows = Act.objects.visible_to(request.user, "decisions.view").shown()
    if state == "open":
        rows = rows.exclude(state=State.SIGNED)
    elif state in State.values:
        rows = rows.filter(state=state)
    labels = {
        "case": gettext_lazy("Case"),
        "kind": gettext_lazy("Act"),
        "state": gettext_lazy("State"),
        "made": gettext_lazy("Begun"),
        "signed": gettext_lazy("Signed"),
    }
    context = {
        "page": listing.page_of(rows, request.GET, orders=ORDERS, default="-made_at"),
        "columns": listing.columns(request.GET, labels, ORDERS),
        "states": [("open", _("not signed yet")), *State.choices, ("all", _("all"))],
        "state": state,
    }
    return render(request, "decisions/list.html", context)


@requires("decisions.draft", Case, seen_by="decisions.view")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, case: Case) -> HttpResponse:
    """Choose the kind of act and begin its draft."""
    form = KindForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        act = draft_act(case, act_kind=form.cleaned_data["act_kind"], by=request.user)  # type: ignore[arg-type]
        return redirect("decisions:edit", act.pk)
    return render(request, "decisions/begin.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@requires("decisions.view", Act)
@require_GET
def detail(request: HttpRequest, act: Act) -> HttpResponse:
    """One act: its text as it stands, what bars its signing, its paper."""
    act = Act.objects.shown().get(pk=act.pk)
    context = {
        "act": act,
        "reasons": list(obstacles(act)) if act.is_open else [],
        "waiting": waiting_for(act) if act.state == State.SIGNING else [],
        "publication": getattr(act, "publication", None),
        **_permitted(request, act),
    }
    return render(request, "decisions/detail.html", context)


def _permitted(request: HttpRequest, act: Act) -> dict[str, bool]:
    verbs = ("draft", "check", "pronounce", "sign", "anonymise")
    return {f"may_{verb}": holds(request.user, f"decisions.{verb}", act) for verb in verbs}


@requires("decisions.draft", Act)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, act: Act) -> HttpResponse:
    """Write the four parts of the act."""
    if act.state not in OPEN:
        raise Refused(_("The act is signed; its text can no longer be changed."))
    form = DraftForm(request.POST or None, instance=act, initial={"seen": act.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        save_draft(Act.objects.get(pk=act.pk), **given, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The draft is kept."))
        return redirect(act)
    context = {"act": act, "case": act.case, "form": form, "reasons": list(obstacles(Act.objects.get(pk=act.pk)))}
    return render(request, "decisions/edit.html", context, status=422 if form.errors else 200)


@requires("decisions.view", Act)
@require_GET
def preview(request: HttpRequest, act: Act) -> HttpResponse:
    """The paper as it would be printed now, marked as a draft."""
    return HttpResponse(print_paper(template_of(act), paper(act)), content_type="application/pdf")


@requires("decisions.check", Act)
@require_POST
def check(request: HttpRequest, act: Act) -> HttpResponse:
    """Confirm that the draft was read and is whole."""
    check_act(act, seen=seen(request), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The draft is checked."))
    return redirect(act)


@requires("decisions.pronounce", Act)
@require_POST
def pronounce(request: HttpRequest, act: Act) -> HttpResponse:
    """Note that the operative part was announced."""
    pronounce_act(act, seen=seen(request), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The act is pronounced; its reasoned text is due within ten working days."))
    return redirect(act)


@requires("decisions.sign", Act)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, act: Act) -> HttpResponse:
    """Show what follows from the signature and for whom; then sign."""
    act = Act.objects.shown().get(pk=act.pk)
    if request.method == "POST":
        act = sign_act(act, seen=seen(request), by=request.user)  # type: ignore[arg-type]
        done = (
            _("The act is signed and is being served.") if act.is_signed else _("Signed. The other judges sign next.")
        )
        messages.success(request, done)
        return redirect(act.case)
    reasons = list(obstacles_for(act, request.user))
    if reasons:
        raise Refused(*reasons)
    return render(request, "decisions/sign.html", {"act": act, "case": act.case, "people": _served(act.case)})


def _served(case: Case) -> list[dict[str, Any]]:
    """Each participant with the ways in which the act will reach that person."""
    rows = []
    for one in people_of(case):
        ways = [str(Channel(way).label) for way, _address in channels(recipient(one), has_paper=True)]
        rows.append({"name": one.party.short_name, "role": one.role, "ways": ways, "counts": one.role.side in PARTIES})
    return rows
