"""Small things that views share."""

import datetime as dt

from django.http import HttpRequest

from core import clock
from core.errors import Stale


def seen(request: HttpRequest) -> int:
    """The version of the record that the person had before their eyes; a form without it is stale."""
    value = request.POST.get("seen", "")
    if not value.isdecimal():
        raise Stale
    return int(value)


def day_asked(request: HttpRequest, name: str) -> dt.date:
    """The day in the address, or today: one that no court can mean is as if it were not given."""
    try:
        day = dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return clock.today()
    return day if clock.FIRST_DAY <= day <= clock.LAST_DAY else clock.today()
