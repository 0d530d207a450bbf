"""Doors that belong to no app: health, numbers for the watchers, the language, and errors in words."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from core import health
from core.rights import DECLARED


@require_GET
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether database, broker, worker and sealer were seen lately; 503 names what was not."""
    found = health.checks()
    return JsonResponse(found, status=200 if all(state == "ok" for state in found.values()) else 503)


@require_GET
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus; nothing personal is in them."""
    health.measure()
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _of_this_house(request: HttpRequest, address: str) -> str:
    """The address, or the first page if it leads elsewhere: whoever sends a form names it, and may be anybody."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if is_ours else "/"


@require_POST
def language(request: HttpRequest) -> HttpResponseRedirect:
    """Remember the language that the person chose, and go back to the page."""
    response = HttpResponseRedirect(_of_this_house(request, request.POST.get("next", "/")))
    wish = request.POST.get("language", "")
    if wish in {code for code, _name in settings.LANGUAGES}:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wish, max_age=365 * 86400, secure=settings.IS_HTTPS, samesite="Lax"
        )
    return response


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent without its secret: the page was open too long, or it came from elsewhere."""
    return render(request, "403.html", {"expired": True}, status=403)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person lacks the right."""
    right = DECLARED.get(str(exception or ""))
    named = {"right": right.code, "label": right.label} if right else {}
    return render(request, "403.html", named, status=403)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request is broken, or its fields hold more than the court reads at once."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or none that this person may see: both look the same."""
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke; the page asks neither database nor session, which may be what broke."""
    again = request.get_full_path() if request.method == "GET" else request.META.get("HTTP_REFERER", "/")
    again = _of_this_house(request, again)
    known = {"request_id": getattr(request, "request_id", ""), "again": again}
    is_away = isinstance(sys.exception(), OperationalError | InterfaceError)
    page = render_to_string("away.html" if is_away else "500.html", known)
    return HttpResponse(page, status=503 if is_away else 500)
