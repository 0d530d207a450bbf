"""Whose categories and weights a second person had to correct: for the chair and the council, month by month."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from allocation.models import CategoryCheck, CourtLog
from allocation.models_corrections import CheckState
from allocation.monthly import following
from core import clock, shown


def by_clerk(log: CourtLog, first: dt.date) -> list[dict[str, Any]]:
    """Of the cases that each clerk registered in the month: how many, not looked at yet, corrected; most first.

    The attack behind it is a category switched at the right moment; each of these was switched in the open.
    """
    since, until = (clock.at(day, clock.MIDNIGHT) for day in (first, following(first)))
    checks = CategoryCheck.objects.filter(court=log.court_id, since__gte=since, since__lt=until)
    counted: Any = checks.values("registered_by").annotate(
        cases=Count("pk"),
        waiting=Count("pk", filter=Q(state=CheckState.WAITING)),
        corrected=Count("pk", filter=Q(state=CheckState.CORRECTED)),
    )
    rows = sorted(counted, key=lambda row: (-row["corrected"], -row["cases"], row["registered_by"] or 0))
    people = User.objects.in_bulk([row["registered_by"] for row in rows if row["registered_by"]])
    return [{**row, "who": people.get(row["registered_by"]), "share": _share(row)} for row in rows]


def _share(row: dict[str, int]) -> str:
    return f"{shown.number(100 * row['corrected'] / row['cases'], 1)} %"
