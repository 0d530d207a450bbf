"""The second factor, asked of court people on every door; the sessions that were seen, and the log of requests."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import structlog
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_structlog.middlewares import RequestMiddleware

from accounts.addresses import client_address

Answer = Callable[[HttpRequest], HttpResponse]
# Ways that are strong by themselves: the second step, and ASAN login.
STRONG = {"mfa", "socialaccount"}
# What stays open to one who has not yet shown the second factor.
OPEN = ("/sign-out/", "/sign-in/", "/language/", "/static/", "/healthz", "/readyz", "/metrics")
SEEN_EVERY = 60  # seconds
SESSIONS_KNOWN = 10_000
SHOW, ADD = "/account/second-factor/again/", "/account/second-factor/add/"


class RequestLog(RequestMiddleware):
    """The lines of the log for a request, with the address that sign-in knows; a header that anybody sends is none."""

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        structlog.contextvars.bind_contextvars(ip=client_address(request))


class SessionSeen(UserSessionsMiddleware):  # type: ignore[misc]
    """Note for "my sessions" that a browser was here, once a minute and not at every request."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        # Until when this process need not ask the others about a session.
        self.quiet: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        answered: HttpResponse = super().__call__(request) if key and self._is_new(key) else self.get_response(request)
        return answered

    def _is_new(self, key: str) -> bool:
        now = time.monotonic()
        if self.quiet.get(key, now) > now:
            return False
        if len(self.quiet) > SESSIONS_KNOWN:
            self.quiet.clear()
        self.quiet[key] = now + SEEN_EVERY
        return bool(cache.add(f"seen:{key}", 1, SEEN_EVERY))


def second_factor(answer: Answer) -> Answer:
    """Send court people who came in by password alone to the second step, or to set one up."""

    def ask(request: HttpRequest) -> HttpResponse:
        if not settings.REQUIRE_SECOND_FACTOR or request.path.startswith(OPEN):
            return answer(request)
        user: Any = request.user
        if not user.is_authenticated or has_shown(request) or not must_show(user):
            return answer(request)
        door = SHOW if is_mfa_enabled(user) else ADD
        return answer(request) if request.path == door else redirect(f"{door}?next={quote(request.path)}")

    return ask


def has_shown(request: HttpRequest) -> bool:
    """Whether this session was opened by a strong way."""
    return any(record.get("method") in STRONG for record in get_authentication_records(request, request.user))


def must_show(user: Any) -> bool:
    """Whoever has a posting of today or administers."""
    return bool(user.is_staff or user.postings_today)
