"""The access log: who opened whose personal data, why and when; the person reads it in the cabinet."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from core import clock
from journal.actors import Acting
from journal.canonical import instant
from journal.models import AccessRow

# Asked on every page of a case: as it stands, one statement and no transaction around it.
SAW = """
INSERT INTO journal_accessrow (at, user_id, user_name, posting, dossier, purpose, request_id, subject)
SELECT %s, %s, %s, %s, %s, %s, %s, unnest(%s)
"""


def saw(user: Acting, subjects: Iterable[str], dossier_key: int | None, purpose: str, request_id: str = "") -> None:
    """Write that the user opened the data of these persons (“fin:…” or “party:…”), one row for each, in one statement.

    The purpose is an English code (“case page”), fit to be translated when it is shown.
    """
    seen = list(dict.fromkeys(subjects))
    who = (user.actor_id, user.actor_name, user.actor_posting)
    if seen:
        with connection.cursor() as cursor:
            cursor.execute(SAW, [clock.now(), *who, dossier_key, str(purpose), request_id, seen])


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
