"""Small things that views share."""

from django.http import HttpRequest

from core.errors import Stale


def seen(request: HttpRequest) -> int:
    """The version of the record that the person had before their eyes; a form without it is stale."""
    value = request.POST.get("seen", "")
    if not value.isdigit():
        raise Stale
    return int(value)
