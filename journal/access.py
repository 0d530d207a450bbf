"""The access log: who opened whose personal data, why and when; the person reads it in the cabinet."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from core import clock
from journal.actors import Acting
from journal.canonical import instant
from journal.models import AccessRow


def saw(user: Acting, subjects: Iterable[str], dossier_key: int | None, purpose: str, request_id: str = "") -> None:
    """Write that the user opened the data of these persons (“fin:…” or “party:…”), one row for each, in one statement.

    The purpose is an English code (“case page”), fit to be translated when it is shown.
    """
    at = clock.now()
    AccessRow.objects.bulk_create(
        AccessRow(
            at=at,
            user_id=user.actor_id,
            user_name=user.actor_name,
            posting=user.actor_posting,
            subject=subject,
            dossier=dossier_key,
            purpose=purpose,
            request_id=request_id,
        )
        for subject in dict.fromkeys(subjects)
    )


def who_saw(subjects: Iterable[str], before: tuple[dt.datetime, int] | None = None) -> QuerySet[AccessRow]:
    """Who opened the data known under these names, newest first; `before` = (at, id) of the last row already shown."""
    rows = AccessRow.objects.filter(subject__in=list(subjects)).order_by("-at", "-id")
    if before is None:
        return rows
    at, row_id = before
    return rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=row_id))


def hashed_form(row: AccessRow) -> dict[str, Any]:
    """What the leaf of a minute hashes of one row."""
    return {
        "id": row.pk,
        "at": instant(row.at),
        "user": {"id": row.user_id, "name": row.user_name, "posting": row.posting},
        "subject": row.subject,
        "dossier": row.dossier,
        "purpose": row.purpose,
        "request": row.request_id,
    }
