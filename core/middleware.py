"""What surrounds every request: its number, its language, and refusals said in words."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from core.errors import Gone, Refused, Stale
from core.files import full

Answer = Callable[[HttpRequest], HttpResponse]
PIECE = 64 * 1024
DRAINED = 200 * 1024 * 1024


def request_number(answer: Answer) -> Answer:
    """Give each request a number that logs, error pages and the person can quote."""

    def number(request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        request.META["HTTP_X_REQUEST_ID"] = request.request_id  # type: ignore[attr-defined]
        response = answer(request)
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response

    return number


def without_zero_bytes(answer: Answer) -> Answer:
    """Take zero bytes out of what an address asks for: the database takes none in a text, and nobody means one."""

    def ask(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return answer(request)

    return ask


def chosen_language(answer: Answer) -> Answer:
    """Azerbaijani, unless the person chose another language by the cookie; the browser's wish is not asked."""
    known = {code for code, _name in settings.LANGUAGES}

    def speak(request: HttpRequest) -> HttpResponse:
        wish = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(wish if wish in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = answer(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return speak


class WholeBody:
    """A form larger than the court or its disk takes in is answered in words before anything of it is kept."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        if size > settings.BODY_LIMIT:
            _drain(request, size)
            return render(request, "413.html", {"limit": settings.UPLOAD_LIMIT}, status=413)
        if request.content_type != "multipart/form-data":
            return None
        try:
            request.FILES  # noqa: B018 - files are taken from the wire at the first look
        except UnreadablePostError:
            raise
        except OSError as error:
            _drain(request, size)
            return render(request, "422.html", {"reasons": full(error).reasons}, status=422)
        return None


def _drain(request: HttpRequest, size: int) -> None:
    """The browser shows the answer only when all that it sends was taken; what is absurdly large is cut off."""
    for _piece in range(min(size, DRAINED) // PIECE + 1):
        if not request.read(PIECE):
            break


whole_body = WholeBody


class SpokenRefusals:
    """Show Refused, Stale and Gone as pages in words, and a link to where only forms come; the rest it leaves alone."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.status_code == 405 and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return render(request, "422.html", {"reasons": error.reasons}, status=422)
        if isinstance(error, Stale):
            return render(request, "409.html", {"who": error.who, "differs": error.differs}, status=409)
        if isinstance(error, Gone):
            return render(request, "503.html", {"message": error.message}, status=503)
        return None


spoken_refusals = SpokenRefusals
