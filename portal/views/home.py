"""The front page of the courts: one box, hearings of today, the newest decisions, what people come for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from core import clock
from decisions.models import Publication
from hearings.models import Hearing
from hearings.views.public import TONES, of_day
from journal.models import Head
from portal.finding import door
from reference.models import Body

HEARINGS, DECISIONS = 6, 3
GUIDES = {"filing": "portal/guide_filing.html", "data": "portal/guide_data.html"}


@require_GET
@cache_control(max_age=5)
def home(request: HttpRequest) -> HttpResponse:
    """The portal; the court chosen in the address narrows the hearings."""
    courts = list(Body.objects.filter(kind="court", is_open=True).order_by("sort_key"))
    court = next((one for one in courts if one.code == request.GET.get("court")), None)
    rows = of_day(clock.today(), Hearing.objects.public().shown())
    if court:
        rows = rows.filter(body=court)
    context: dict[str, Any] = {
        "courts": courts,
        "court": court,
        "hearings": [(one, TONES.get(one.sitting.state, "")) for one in rows.order_by("starts_at", "pk")[:HEARINGS]],
        "decisions": list(Publication.objects.public().shown().order_by("-decided_on", "-pk")[:DECISIONS]),
        "head": last_head(),
    }
    return render(request, "portal/home.html", context)


def last_head() -> dict[str, Any] | None:
    """The newest head of the national journal that court and witness signed."""
    head = Head.objects.filter(log="national", witness_signature__isnull=False).order_by("-size").first()
    if head is None:
        return None
    root = bytes(head.root).hex()
    return {"root": " ".join(root[i : i + 4] for i in range(0, 16, 4)), "size": head.size, "at": head.at, "whole": root}


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Send the person where the words are answered."""
    words = request.GET.get("q", "").strip()
    return redirect(door(words) if words else "portal:home")


@require_GET
@cache_control(max_age=60)
def page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of guidance in plain words."""
    if name not in GUIDES:
        raise Http404(_("There is no such page."))
    return render(request, GUIDES[name], {"head": last_head()})
