"""Who may see what: the one function behind every list, search, count and page."""

from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.models import DossierGrant, TeamMember
from core import clock

Row = TypeVar("Row", bound=Model)


def visible_to(rows: QuerySet[Row], user: Any, right: str, path: str = "dossier") -> QuerySet[Row]:
    """Rows whose dossier the user may see with this right: by posting in its body, by team, or by granted exception.

    A sealed dossier is seen by its team alone. `path` leads from the row to its dossier.
    """
    if not user.is_authenticated or not user.is_active or not user.bodies_with(right):
        return rows.none()
    today = clock.today()
    by_posting = Q(**{f"{path}__body__in": user.bodies_with(right), f"{path}__is_sealed": False})
    team = TeamMember.objects.in_force(today).filter(user=user, dossier=OuterRef(f"{path}_id"))
    granted = DossierGrant.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today), user=user, content_object=OuterRef(f"{path}_id")
    )
    by_exception = Q(Exists(granted)) & Q(**{f"{path}__is_sealed": False})
    return rows.filter(by_posting | Q(Exists(team)) | by_exception)
