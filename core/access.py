"""The one guard of every door: load through `visible_to` (404), then ask for the right (403)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from core.rights import DECLARED

View = Callable[..., HttpResponseBase]
# Beyond what the database counts to.
NO_SUCH_KEY = 2**63


class Guarded(Protocol):
    """A queryset that knows who may see its rows."""

    def visible_to(self, user: Any, right: str) -> QuerySet[Any]: ...


def holds(user: Any, right: str, obj: Any = None) -> bool:
    """Whether the user holds the right now: in the object's dossier, or anywhere when no object is named."""
    if not getattr(user, "is_authenticated", False):
        return False
    return bool(user.holds(right, obj))


def may(user: Any, right: str, obj: Any = None) -> None:
    """Raise PermissionDenied with the right's name when the user does not hold it."""
    if not holds(user, right, obj):
        raise PermissionDenied(right)


def requires(
    right: str, model: type[Model] | None = None, *, seen_by: str | None = None, pk: str = "pk"
) -> Callable[[View], View]:
    """Guard a view with a right; with a model, load its row by the address and hand it over as second argument.

    `seen_by` names the right that decides whether the row exists for this user (default `<app>.view`).
    The guarded view carries all three, from which the access table test is made.
    """
    seen = seen_by or (f"{model._meta.app_label}.view" if model else right)

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if model is None:
                may(request.user, right)
                return view(request, *args, **kwargs)
            row = _visible(model, request.user, seen, kwargs.pop(pk))
            may(request.user, right, row)
            return view(request, row, *args, **kwargs)

        guarded.right, guarded.model, guarded.seen_by = right, model, seen  # type: ignore[attr-defined]
        return guarded

    return guard


def _visible(model: type[Model], user: Any, right: str, pk: Any) -> Any:
    """The row if this user may see it, else 404; a model with pages by the hundred knows a quicker way to ask."""
    manager: Any = model._default_manager
    if not hasattr(manager, "opened"):
        return get_object_or_404(manager.visible_to(user, right), pk=pk)
    row = manager.opened(user, right, pk) if pk < NO_SUCH_KEY else None
    if row is None:
        raise Http404(pk)
    return row


def check_declared(codes: set[str]) -> set[str]:
    """Those of the codes that no app declares."""
    return codes - set(DECLARED)
