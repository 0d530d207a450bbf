"""What anybody may read: the list and search of published acts, one act at its permanent address, as JSON too."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from core.paging import KeysetPage
from decisions.models import PARTS, Publication, PublicState
from decisions.searching import SearchForm, best

SHOWN = ("ecli", "number", "judges")


@require_GET
def acts(request: HttpRequest) -> HttpResponse:
    """Published acts, the newest first, or the best answers first."""
    form = SearchForm(request.GET)
    is_by_rank = request.GET.get("order") == "best"
    page: Any = (
        {"rows": best(form)} if is_by_rank else KeysetPage(form.rows(), request.GET, order="-decided_on", size=30)
    )
    rows = page["rows"] if is_by_rank else page.rows
    context = {"form": form, "rows": rows, "page": None if is_by_rank else page, "is_by_rank": is_by_rank}
    return render(request, "decisions/public_list.html", context)


def _found(pk: int) -> Publication:
    """A publication at its permanent address: published, or withdrawn; any other does not exist for the public."""
    known = Publication.objects.filter(
        state__in=[PublicState.PUBLISHED, PublicState.WITHDRAWN], act__case__dossier__is_sealed=False
    )
    found: Publication = get_object_or_404(known.shown(), pk=pk)
    return found


@require_GET
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """One published act."""
    publication = _found(pk)
    if publication.state == PublicState.WITHDRAWN:
        return render(request, "decisions/public_withdrawn.html", {"publication": publication}, status=410)
    response = render(request, "decisions/public_act.html", {"publication": publication})
    response["Link"] = f'<{publication.get_absolute_url()}>; rel="canonical"'
    return response


@require_GET
def act_json(request: HttpRequest, pk: int) -> HttpResponse:
    """One published act for programs."""
    publication = _found(pk)
    if publication.state == PublicState.WITHDRAWN:
        return JsonResponse({"ecli": publication.ecli, "state": publication.state}, status=410)
    return JsonResponse(as_json(publication), json_dumps_params={"ensure_ascii": False})


def as_json(publication: Publication) -> dict[str, Any]:
    """What programs read of a published act; the anonymised text alone."""
    return {
        "id": publication.pk,
        "court": publication.court.name_az,
        "court_code": publication.court.short_code,
        "kind": publication.act_kind.name_az,
        "category": publication.category.name_az,
        "decided_on": publication.decided_on.isoformat(),
        "outcome": publication.outcome,
        "url": publication.get_absolute_url(),
        **{name: getattr(publication, name) for name in SHOWN},
        "text": {part: getattr(publication, part) for part in PARTS},
    }
