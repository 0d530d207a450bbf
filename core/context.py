"""What every page of the shell knows; each value is a function that the template calls only when it shows it."""

import datetime as dt
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core import clock, navigation


def _days_ahead() -> int:
    return clock.offset() // dt.timedelta(days=1)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The rail, the court, the demo's clock and the number to quote."""
    user = getattr(request, "user", None)
    return {
        "navigation": cache(lambda: navigation.rail(user, request.path)),
        "my_body": cache(lambda: getattr(user, "body", None)),
        "signed_in": cache(lambda: bool(getattr(user, "is_authenticated", False))),
        "demo": settings.DEMO,
        "clock_days": cache(_days_ahead),
        "today": cache(clock.today),
        "request_id": getattr(request, "request_id", ""),
    }
