"""The guard of the cabinet: whoever came by ASAN login, and sees that person's matters alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponseBase]


def citizen_required(view: View) -> View:
    """Let in a person with a FIN who entered through ASAN login; a password of the staff opens no cabinet."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not user.is_authenticated:
            return redirect(f"{reverse('sign_in_asan')}?{urlencode({'next': request.path})}")
        if not user.fin or _came_by_password(request, user):
            return _only_by_asan(request)
        return view(request, *args, **kwargs)

    return guarded


def _came_by_password(request: HttpRequest, user: Any) -> bool:
    return any(record.get("method") == "password" for record in get_authentication_records(request, user))


def _only_by_asan(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/only_asan.html", status=403)
