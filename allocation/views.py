"""The court's own page of allocation: what waits, and the latest draws."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Dossier
from allocation.actions import draw_case
from allocation.models import Draw, Place, Waiting
from allocation.receipts import served_receipt
from allocation.related import given_by_rule
from cases.lifecycle import Status
from cases.models import Case
from core.access import requires

NEWEST = 50


@requires("allocation.view")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Cases that wait for a judge with the reason, and the latest draws of the person's courts."""
    bodies = request.user.bodies_with("allocation.view")  # type: ignore[union-attr]
    visible = Case.objects.visible_to(request.user, "cases.view").for_docket()
    waiting = visible.filter(judge=None, is_imported=False, status=Status.REGISTERED).order_by("registered_at")[:NEWEST]
    reasons = dict(Waiting.objects.filter(court__in=bodies).values_list("dossier", "reason"))
    draws = list(Draw.objects.done().filter(log__court__in=bodies)[:NEWEST])
    seen = {case.pk: case for case in visible.filter(pk__in=[draw.dossier for draw in draws])}
    covert = set(Dossier.objects.covert().filter(pk__in=[draw.dossier for draw in draws]).values_list("pk", flat=True))
    context = {
        "waiting": [(case, reasons.get(case.pk, "")) for case in waiting],
        "draws": [
            (draw, seen.get(draw.dossier), draw.dossier in covert)
            for draw in draws
            if draw.dossier in seen or draw.dossier not in covert
        ],
        "places": Place.objects.filter(log__court__in=bodies, until_on=None).values("judge").distinct().count(),
        "logs": sorted({draw.log for draw in draws}, key=str),
    }
    return render(request, "allocation/queue.html", context)


@require_POST
@requires("allocation.draw", Case, seen_by="cases.view")
def draw(request: HttpRequest, case: Case) -> HttpResponse:
    """Draw a case that waits, at once."""
    drawn = given_by_rule(case) or draw_case(case)
    messages.success(request, _("The judge is drawn: %(judges)s.") % {"judges": ", ".join(drawn.judges)})
    return redirect(case)


@require_GET
@requires("allocation.view_receipt", Case, seen_by="cases.view")
def receipt(request: HttpRequest, case: Case, attempt: int) -> HttpResponse:
    """The receipt of an attempt, to be handed to a party."""
    return served_receipt(get_object_or_404(Draw.objects.done(), dossier=case.pk, attempt=attempt), case)
