"""The court's pages: its writs, and the steps by which one leaves for enforcement."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import Case
from core import listing
from core.access import holds, requires
from core.errors import Refused
from enforcement import obstacles
from enforcement.actions import issue_writ, send_writ, sign_writ, withdraw_writ
from enforcement.forms import GroundForm, WritForm
from enforcement.models import Writ, WritState

ORDERS = {"issued": "issued_on", "amount": "amount"}
SEEN_BY = "enforcement.view_writ"


@requires("enforcement.view_writ")
@require_GET
def writs(request: HttpRequest) -> HttpResponse:
    """Writs of the court with what became of each."""
    state = request.GET.get("state", "all")
    rows = Writ.objects.visible_to(request.user, SEEN_BY).shown()
    if state in WritState.values:
        rows = rows.filter(state=state)
    labels = {
        "issued": gettext_lazy("Issued"),
        "number": gettext_lazy("Writ"),
        "parties": gettext_lazy("Creditor and debtor"),
        "amount": gettext_lazy("Amount, AZN"),
        "state": gettext_lazy("State"),
        "enforcement": gettext_lazy("Enforcement case"),
    }
    context = {
        "page": listing.page_of(rows, request.GET, orders=ORDERS, default="-issued_on"),
        "columns": listing.columns(request.GET, labels, ORDERS, numbers={"amount"}),
        "states": [("all", _("all")), *WritState.choices],
        "state": state,
    }
    return render(request, "enforcement/writs.html", context)


@requires("enforcement.view_writ", Writ, seen_by=SEEN_BY)
@require_GET
def writ(request: HttpRequest, writ: Writ) -> HttpResponse:
    """One writ: what it orders, its paper, the steps possible now and what the office has done."""
    writ = Writ.objects.shown().get(pk=writ.pk)
    context = {
        "writ": writ,
        "case": writ.case,
        **_seen_of_parties(request, writ),
        "reasons": list(obstacles.of_signing(writ, request.user)),
        **_permitted(request, writ),
        **followed(writ),
    }
    return render(request, "enforcement/writ.html", context)


def followed(writ: Writ) -> dict[str, Any]:
    """What the court sees of the enforcement of its writ."""
    opened = getattr(writ, "enforcement_case", None)
    actions = list(opened.actions.filter(state="confirmed")) if opened else []
    return {"opened": opened, "actions": actions, "collected": opened.collected() if opened else None}


def _permitted(request: HttpRequest, writ: Writ) -> dict[str, bool]:
    verbs = {"sign": "enforcement.sign_writ", "send": "enforcement.issue_send", "withdraw": "enforcement.issue"}
    return {f"may_{verb}": holds(request.user, right, writ) for verb, right in verbs.items()}


@requires("enforcement.issue", Case, seen_by="cases.view")
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, case: Case) -> HttpResponse:
    """Prepare a writ from the judgment."""
    obstacles.refuse(obstacles.of_issuing(case))
    form = WritForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            made = issue_writ(case, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, error.reasons)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The writ is prepared and waits for the judge's signature."))
            return redirect(made)
    return render(request, "enforcement/issue.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@requires("enforcement.sign_writ", Writ, seen_by=SEEN_BY)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, writ: Writ) -> HttpResponse:
    """Show the writ and what follows from the signature; then sign."""
    if request.method == "POST":
        sign_writ(writ, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The writ is signed."))
        return redirect(writ)
    obstacles.refuse(obstacles.of_signing(writ, request.user))
    return render(request, "enforcement/sign.html", _shown(request, writ))


@requires("enforcement.issue_send", Writ, seen_by=SEEN_BY)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, writ: Writ) -> HttpResponse:
    """Confirm, then send the writ to the enforcement office."""
    if request.method == "POST":
        sent = send_writ(writ, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The writ is sent; the office opens its case at once."))
        return redirect(sent.case)
    obstacles.refuse(obstacles.of_sending(writ))
    return render(request, "enforcement/send.html", _shown(request, writ))


@requires("enforcement.issue", Writ, seen_by=SEEN_BY)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, writ: Writ) -> HttpResponse:
    """Ask for the ground, then withdraw a writ that has not been sent."""
    form = GroundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_writ(writ, ground=form.cleaned_data["ground"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The writ is withdrawn; its number stays taken."))
        return redirect(writ)
    context = _shown(request, writ) | {"form": form}
    return render(request, "enforcement/withdraw.html", context, status=422 if form.errors else 200)


def _shown(request: HttpRequest, writ: Writ) -> dict[str, Any]:
    shown = Writ.objects.shown().get(pk=writ.pk)
    facts = {"writ": shown, "case": shown.case, "back": shown.get_absolute_url()}
    return facts | _seen_of_parties(request, writ)


def _seen_of_parties(request: HttpRequest, writ: Writ) -> dict[str, bool]:
    """Who checks a writ before signing or sending it checks numbers, addresses and account too."""
    rights = {"sees_fin": "parties.fin", "sees_contacts": "parties.contacts"}
    return {name: holds(request.user, right, writ) for name, right in rights.items()}
