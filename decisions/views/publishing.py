"""The editor's pages: the two columns, more and fewer masks, publishing and withdrawing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import listing
from core.access import holds, requires
from core.web import seen
from decisions.models import PARTS, Publication, PublicState
from decisions.publishing import change_masks, masked, publish, remaining, withdraw
from decisions.showing import marked
from journal.access import saw

ORDERS = {"proposed": "proposed_at", "date": "decided_on"}


@requires("decisions.anonymise")
@require_GET
def publications(request: HttpRequest) -> HttpResponse:
    """Anonymised texts of the court, those that wait first."""
    state = request.GET.get("state", PublicState.PROPOSED)
    rows = Publication.objects.visible_to(request.user, "decisions.anonymise").shown()
    if state in PublicState.values:
        rows = rows.filter(state=state)
    labels = {
        "case": gettext_lazy("Case"),
        "kind": gettext_lazy("Act"),
        "date": gettext_lazy("Date of the act"),
        "state": gettext_lazy("State"),
        "proposed": gettext_lazy("Proposed"),
    }
    context = {
        "page": listing.page_of(rows, request.GET, orders=ORDERS, default="-proposed_at"),
        "columns": listing.columns(request.GET, labels, ORDERS),
        "states": [*PublicState.choices, ("all", _("all"))],
        "state": state,
    }
    return render(request, "decisions/publications.html", context)


@requires("decisions.anonymise", Publication)
@require_http_methods(["GET", "POST"])
def anonymise(request: HttpRequest, publication: Publication) -> HttpResponse:
    """The act and its anonymised text side by side, doubts marked; more may be masked, less too."""
    if request.method == "POST":
        forget = request.POST.get("forget", "")
        change_masks(
            publication,
            add=request.POST.get("add", ""),
            spare=request.POST.get("spare", ""),
            forget=int(forget) if forget.isdecimal() else None,
            seen=seen(request),
            by=request.user,  # type: ignore[arg-type]
        )
        return redirect("decisions:anonymise", publication.pk)
    case = publication.act.case
    saw(request.user, [f"case:{case.pk}"], case.pk, "anonymising")  # type: ignore[arg-type]
    return render(request, "decisions/anonymise.html", _columns(request, publication))


def _columns(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    done = masked(publication)
    rows = []
    for part in PARTS:
        places = [(one.start, one.end, "b" if one.is_sure else "mark", label) for one, label in done.found[part]]
        doubts = [(one.start, one.end, "mark", _("Is this a name or a number?")) for one in done.doubts[part]]
        name: Any = Publication._meta.get_field(part)
        rows.append((name.verbose_name, marked(getattr(publication.act, part).replace("\r\n", "\n"), places),
                     marked(done.parts[part], doubts)))  # fmt: skip
    may_see_masks = holds(request.user, "decisions.masks", publication)
    return {
        "publication": publication,
        "case": publication.act.case,
        "rows": rows,
        "count_of_doubts": sum(len(found) for found in done.doubts.values()),
        "left": remaining(publication),
        "masks": publication.masks.all() if may_see_masks else [],
        "own": publication.masks.exclude(is_added=False, is_kept=False),
        "may_publish": holds(request.user, "decisions.publish", publication),
    }


@requires("decisions.publish", Publication)
@require_POST
def publish_act(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Confirm the anonymised text and publish it."""
    publish(publication, seen=seen(request), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The act is published."))
    return redirect("decisions:anonymise", publication.pk)


@requires("decisions.publish", Publication)
@require_POST
def withdraw_act(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Take a published act back."""
    reason = request.POST.get("reason", "")
    withdraw(publication, reason=reason, seen=seen(request), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The act is withdrawn from the public."))
    return redirect("decisions:anonymise", publication.pk)
