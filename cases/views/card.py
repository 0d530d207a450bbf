"""The register card of a case: what the register holds of it, on one sheet to print."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from cases.models import Case
from cases.timeline import timeline
from cases.views.window import head, participants
from core.access import requires
from journal.access import saw


@requires("cases.view", Case)
@require_GET
def card(request: HttpRequest, case: Case) -> HttpResponse:
    """The facts, the parties and the course of one case, to be printed and put before the file."""
    people = participants(case.pk)
    saw(cast("User", request.user), [one.party.register_subject for one in people], case.pk, "register card")
    context = head(request, case) | {"people": people, "days": timeline(request.user, case)}
    return render(request, "cases/card.html", context)
