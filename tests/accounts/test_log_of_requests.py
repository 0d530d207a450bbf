"""What the log says of a request, and what each request asks of the cache."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import get_contextvars

from accounts.middleware import RequestLog


def test_the_log_names_the_address_that_sign_in_knows_and_none_that_a_browser_invents(rf):
    told = {}

    def answer(_request: HttpRequest) -> HttpResponse:
        told.update(get_contextvars())
        return HttpResponse()

    RequestLog(answer)(rf.get("/", headers={"X-Forwarded-For": "203.0.113.66"}, REMOTE_ADDR="192.0.2.7"))
    assert told["ip"] == "192.0.2.7"


def test_the_cache_is_asked_by_one_client_over_and_over():
    asked = cache._cache
    assert asked.get_client("one") is asked.get_client("two")
