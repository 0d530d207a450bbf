"""What allocation does when something happens to a case."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from allocation.related import settle
from cases.models import Case
from core.prepared import prepared
from journal.models import Entry


def draw_when_committed(entry: Entry, data: dict[str, Any]) -> None:
    """Draw the judge as soon as the registration is committed; what fails here is caught by the sweep."""
    transaction.on_commit(lambda: draw_registered(int(entry.subject_id)), robust=True)


@prepared
def _registered(case: Any) -> "QuerySet[Case]":
    return Case.objects.select_related("court", "kind", "category", "dossier").filter(pk=case)


def draw_registered(case: int) -> None:
    """Draw a case that was just registered."""
    (found,) = _registered(case)
    if found.judge_id is None and not found.is_imported:
        settle(found)
