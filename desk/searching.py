"""The search of everything: one box on every page of the staff."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.access import requires
from desk.finding import LEAST_LETTERS, find


@requires("desk.search")
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Open what the words name wholly; list what they fit otherwise."""
    words = request.GET.get("q", "").strip()
    found = find(request.user, words)
    if found.exact is not None:
        return redirect(found.exact)
    if len(found.cases) == 1 and any(sign.isdigit() for sign in words):
        messages.info(request, _("The only case that fits “%(words)s”.") % {"words": words})
        return redirect(found.cases[0])
    context = {"words": words, "found": found, "is_short": 0 < len(words) < LEAST_LETTERS}
    return render(request, "desk/search.html", context)
