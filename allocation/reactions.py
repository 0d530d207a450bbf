"""What allocation does when something happens to a case."""

from typing import Any

from django.db import transaction

from allocation.related import settle
from cases.models import Case
from journal.models import Entry


def draw_when_committed(entry: Entry, data: dict[str, Any]) -> None:
    """Draw the judge as soon as the registration is committed; what fails here is caught by the sweep."""
    transaction.on_commit(lambda: draw_registered(int(entry.subject_id)), robust=True)


def draw_registered(case: int) -> None:
    """Draw a case that was just registered."""
    found = Case.objects.select_related("court", "kind", "category", "dossier").get(pk=case)
    if found.judge_id is None and not found.is_imported:
        settle(found)
