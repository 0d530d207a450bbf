"""The doors of the house and the floor: one indexed read and a page of the wanted size, on the same server."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from cases.models import Case
from courtcms.urls import handler403, handler404, handler500
from courtcms.urls import urlpatterns as doors

PAGE = engines["django"].from_string(
    "<!doctype html><title>{{ case.number }}</title>{% for line in lines %}<p>{{ line }}</p>{% endfor %}"
)
LINE = "Məhkəmə iclası açıq elan edildi. " * 3

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def floor(request: HttpRequest, pk: int, size: int) -> HttpResponse:
    """One case by its key, in a page of about so many bytes."""
    case = Case.objects.get(pk=pk)
    lines = [LINE] * max(1, size // (len(LINE.encode()) + 8))
    return HttpResponse(PAGE.render({"case": case, "lines": lines}, request))


urlpatterns = [path("bench/floor/<int:pk>/<int:size>/", floor), *doors]
