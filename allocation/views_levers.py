"""The page of levers: what steers the draw of a court, who changed it, and changes on their way."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation import changes, complexity, levers, rules
from allocation.forms_levers import FORMS
from allocation.models import ChangeOfRule, CourtLog, Place
from allocation.models_changes import courts_seen
from allocation.rules import Lever, share_words
from core import clock, shown
from core.access import holds, requires
from core.components import Figure
from core.errors import Refused
from core.listing import page_of
from reference.models import CaseKind, Category
from staff.models import Judge

PERCENT = "%"


def log_of(request: HttpRequest, right: str) -> CourtLog | None:
    """The log of the court that the address names, else of the first; 404 for a court that is not the person's."""
    logs = CourtLog.objects.filter(court__in=courts_seen(request.user, right)).select_related("court")
    if asked := request.GET.get("court"):
        return get_object_or_404(logs, court__code=asked)
    return logs.order_by("court__sort_key").first()


@requires("allocation.levers")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Everything that steers the draw of a court, and who changed what when."""
    log = log_of(request, "allocation.levers")
    context: dict[str, Any] = {"log": log}
    if log:
        history = ChangeOfRule.objects.filter(log=log).for_page()
        rows = page_of(history, request.GET, orders={}, default="-pk")
        context |= present(log) | {
            "page": rows,
            "history": [(change, levers.words_of(change)) for change in rows],
            "courts": _other_courts(request, log),
            "may_propose": holds(request.user, "allocation.propose_change", log.court),
            "levers": Lever.choices,
        }
    return render(request, "allocation/levers.html", context)


def _other_courts(request: HttpRequest, log: CourtLog) -> list[Any]:
    courts = CourtLog.objects.filter(court__in=courts_seen(request.user, "allocation.levers")).exclude(pk=log.pk)
    return [one.court for one in courts.select_related("court").order_by("court__sort_key")]


def present(log: CourtLog) -> dict[str, Any]:
    """The values of today: the rule, and each pool with its judges."""
    today = clock.today()
    found = log.rules.filter(from_on__lte=today).order_by("index").last()
    ahead = log.rules.filter(from_on__gt=today).order_by("index").last()
    table: dict[str, list[dict[str, Any]]] = {}
    called = _called()
    for place in levers.places(log, today):
        table.setdefault(place.pool, []).append(_row(place, called))
    kinds = levers.pools(log)
    pools = [
        {
            "pool": pool,
            "kinds": [called.get(kind, kind) for kind in kinds.get(pool, [])],
            "rows": rows,
            "list": levers.list_on(log, pool, today),
            "has_later": any(row["place"].from_on > today or row["place"].until_on or row["ahead"] for row in rows),
        }
        for pool, rows in table.items()
    ]
    band = rules.hundredths(found.band if found else None)
    shown_now = {"rule": found, "band": band, "ahead": ahead, "pools": pools}
    return shown_now | _weights(found.weights if found else {}, called)


def _weights(known: dict[str, int], called: dict[str, str]) -> dict[str, Any]:
    weights, factors = complexity.parted(known)
    return {
        "weights": [(code, called.get(code, ""), rules.hundredths(weight)) for code, weight in sorted(weights.items())],
        "factors": [(place, _row_of(row)) for place, row in complexity.table(factors)],
        "raised": complexity.RAISED,
    }


def _row_of(factors: list[int | None]) -> list[tuple[str, Any]]:
    return [(rules.hundredths(value), level.label) for level, value in zip(complexity.RAISED, factors, strict=True)]


def _called() -> dict[str, str]:
    """The names of kinds, and of categories within their kinds, by the codes of the log."""
    categories = Category.objects.select_related("kind")
    return CaseKind.objects.names() | {f"{one.kind.code}/{one.code}": one.name for one in categories}


def _row(place: Place, called: dict[str, str]) -> dict[str, Any]:
    today = clock.today()
    terms = place.terms_on(today)
    later = [change for change in place.changes if change["from"] > today.isoformat()]
    return {
        "place": place,
        "share": share_words(terms.share),
        "only": ", ".join(called.get(kind, kind) for kind in terms.only),
        "quota": rules.said(Lever.QUOTA, terms.quota),
        "ahead": [
            (dt.date.fromisoformat(change["from"]), rules.said(change["lever"], change["value"])) for change in later
        ],
    }


@requires("allocation.propose_change")
@require_http_methods(["GET", "POST"])
def propose_change(request: HttpRequest, lever: str) -> HttpResponse:
    """Say what shall change and why; nothing changes yet."""
    log = log_of(request, "allocation.propose_change")
    if log is None or lever not in FORMS:
        raise Http404
    held = levers.places(log, clock.today())
    before = levers.present_value(log, lever, {}) if lever == Lever.RULE else {}
    form = FORMS[lever](request.POST or None, log=log, present=before, places=held)
    if request.method == "POST" and form.is_valid():
        try:
            change = _proposed(request, log, lever, form)
        except Refused as refused:
            form.add_error(None, refused.reasons)
        else:
            messages.info(request, _("Nothing has changed yet: another person must approve the change."))
            return redirect(change)
    context = {"form": form, "log": log, "lever": Lever(lever)}
    return render(request, "allocation/levers_propose.html", context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, log: CourtLog, lever: str, form: Any) -> ChangeOfRule:
    said = {name: form.cleaned_data[name] for name in ("reason", "not_before")}
    return changes.propose_change(log, lever=lever, wanted=form.wanted(), **said, by=request.user)  # type: ignore[arg-type]


def change_of(request: HttpRequest, pk: int, right: str) -> ChangeOfRule:
    """The change, if it is of a court in which the person holds the right."""
    found: ChangeOfRule = get_object_or_404(ChangeOfRule.objects.visible_to(request.user, right).for_page(), pk=pk)
    return found


@requires("allocation.levers")
@require_GET
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: old and new, its simulation, both signers."""
    one = change_of(request, pk, "allocation.levers")
    return render(request, "allocation/levers_change.html", _context(request, one))


def _context(request: HttpRequest, one: ChangeOfRule) -> dict[str, Any]:
    court = one.log.court
    seen = courts_seen(request.user, "allocation.approve_change").filter(pk=court.pk).exists()
    return {
        "change": one,
        "log": one.log,
        "words": levers.words_of(one),
        "judge": Judge.objects.filter(body=court, public_id=one.wanted.get("judge", "")).select_related("user").first(),
        **(_simulated(one.simulation) if one.is_simulated and one.simulation else {"pools": []}),
        "may_propose": holds(request.user, "allocation.propose_change", court),
        "may_approve": seen,
        "barred": list(changes.obstacles(one, request.user)) if seen and one.is_open else [],  # type: ignore[arg-type]
    }


def _simulated(kept: dict[str, Any]) -> dict[str, Any]:
    first, last = (dt.date.fromisoformat(kept[name]) for name in ("first", "last"))
    return {"pools": told(kept["pools"]), "first": first, "last": last}


def told(pools: dict[str, Any]) -> list[dict[str, Any]]:
    """A simulation as the page shows it: each pool with its judges and figures, before and after."""
    return [
        {"pool": pool, "judges": [_judge(row) for row in end["judges"]], "figures": _figures(end)}
        for pool, end in sorted(pools.items())
    ]


def _judge(row: dict[str, Any]) -> dict[str, Any]:
    parts = [_part(part) for part in row["part"]]
    cases = ["–" if count is None else count for count in row["cases"]]
    return {**row, "part": parts, "cases": cases, "moved": row["part"][0] != row["part"][1]}


def _part(part: int | None) -> str:
    return "–" if part is None else f"{rules.hundredths(part)} {PERCENT}"


def _figures(end: dict[str, Any]) -> list[Figure]:
    spread, best = end["spread"], end["best_guess"]
    usual, alone, nobody = end["usual_guess"], end["no_choice"], end["undrawn"]
    was = _("before: %(value)s")
    figures = [
        Figure(_("Spread of loads"), rules.hundredths(spread[1]), note=was % {"value": rules.hundredths(spread[0])}),
        Figure(_("Best guess at the next judge"), _thousandths(best[1]), note=was % {"value": _thousandths(best[0])}),
        Figure(_("Usual guess"), _thousandths(usual[1]), note=was % {"value": _thousandths(usual[0])}),
        Figure(_("No choice"), alone[1], note=was % {"value": alone[0]}, tone="soon" if alone[1] > alone[0] else ""),
    ]
    lost = Figure(_("Nobody could take"), nobody[1], note=was % {"value": nobody[0]}, tone="late" if nobody[1] else "")
    return [*figures, lost] if any(nobody) else figures


def _thousandths(value: int) -> str:
    return f"{value // 10} {PERCENT}"


def signing_right(request: HttpRequest) -> str:
    """The right by which the person has a hand in changes: to propose, else to approve."""
    first, second = "allocation.propose_change", "allocation.approve_change"
    return first if holds(request.user, first) else second


@requires("allocation.levers")
@require_POST
def simulate_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Run the change on the last year's cases of the court."""
    simulated = changes.simulate_change(change_of(request, pk, signing_right(request)), by=request.user)  # type: ignore[arg-type]
    count = simulated.simulation["cases"] if simulated.simulation else 0
    messages.success(request, _("The change was run on %(count)s cases of the last year.") % {"count": count})
    return redirect(simulated)


@requires("allocation.approve_change")
@require_http_methods(["GET", "POST"])
def approve_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the second signature does, then do it."""
    one = change_of(request, pk, "allocation.approve_change")
    if request.method == "POST":
        done = changes.approve_change(one, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Approved: in force from %(day)s.") % {"day": shown.day(done.in_force_on)})
        return redirect(done)
    if barred := list(changes.obstacles(one, request.user)):  # type: ignore[arg-type]
        raise Refused(*barred)
    return render(request, "allocation/levers_approve.html", _context(request, one) | {"back": one.get_absolute_url()})


@requires("allocation.levers")
@require_POST
def withdraw_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back, or turn it down."""
    changes.withdraw_change(change_of(request, pk, signing_right(request)), by=request.user)  # type: ignore[arg-type]
    messages.info(request, _("The change is withdrawn; it stays on record."))
    return redirect("allocation:change", pk=pk)
