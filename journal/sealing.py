"""The sealer: gives committed entries their place in the tree of their log, in the order in which they were written.

It finds them in the queue that a trigger fills within the transaction of the entry, so that an entry committed late is
sealed late but never passed over. Logs of draws are appended to by allocation itself.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from itertools import groupby

from django.conf import settings
from django.db import transaction

from core import clock
from journal import tree
from journal.access import hashed_form
from journal.canonical import canonical
from journal.models import AccessMinute, AccessRow, Entry, Leaf, Unsealed
from journal.models.tree import ACCESS

BATCH = 2000


class NotThisLog(ValueError):
    """The log is sealed in the background, so that nobody may append to it directly."""


def append(log: str, canonical_text: str) -> tuple[int, bytes]:
    """Append a text to a log that seals itself, in the caller's transaction; its index and leaf hash."""
    (leaf,) = append_all(log, [canonical_text])
    return leaf.index, bytes(leaf.leaf_hash)


def append_all(log: str, texts: Sequence[str]) -> list[Leaf]:
    """Append many texts to a log that seals itself, in as few queries as one."""
    if not log.startswith(settings.SELF_SEALED_LOGS):
        raise NotThisLog(f"the log {log} is sealed in the background")
    return tree.append(log, [tree.NewLeaf(text) for text in texts])


def seal(log: str | None = None) -> int:
    """Seal all committed entries (of one log), one sealer at a time; how many were sealed."""
    sealed = 0
    while count := _seal_batch(log):
        sealed += count
    return sealed + (seal_access() if log in (None, ACCESS) else 0)


@transaction.atomic
def _seal_batch(log: str | None) -> int:
    if not tree.try_lock("sealer"):
        return 0
    waiting = Unsealed.objects.exclude(log=ACCESS)
    rows = list((waiting.filter(log=log) if log else waiting).order_by("row_id")[:BATCH])
    texts = _texts(rows)
    for name, group in groupby(sorted(rows, key=lambda row: (row.log, row.row_id)), key=lambda row: row.log):
        tree.append(name, [tree.NewLeaf(texts[row.row_id], row.row_id) for row in group])
    Unsealed.objects.filter(row_id__in=[row.row_id for row in rows]).exclude(log=ACCESS).delete()
    return len(rows)


def _texts(rows: list[Unsealed]) -> dict[int, str]:
    ids, moments = [row.row_id for row in rows], [row.at for row in rows]
    if not rows:
        return {}
    found = Entry.objects.filter(pk__in=ids, at__range=(min(moments), max(moments)))
    return dict(found.values_list("pk", "canonical"))


def seal_access() -> int:
    """Seal the minutes of the access log that are over, one leaf a minute; how many rows they hold."""
    with transaction.atomic():
        if not tree.try_lock("sealer of the access log"):
            return 0
        over = clock.now().replace(second=0, microsecond=0)
        rows = AccessRow.objects.filter(pk__in=_over(over), at__lt=over).order_by("at", "pk")
        minutes = [list(group) for _minute, group in groupby(rows, key=minute_of)]
        if not minutes:
            return 0
        leaves = tree.append(ACCESS, [tree.NewLeaf(minute_text(minute)) for minute in minutes])
        _enter_minutes(leaves, minutes)
        sealed = [row.pk for minute in minutes for row in minute]
        Unsealed.objects.filter(log=ACCESS, row_id__in=sealed).delete()
        return len(sealed)


def _over(moment: dt.datetime) -> list[int]:
    waiting = Unsealed.objects.filter(log=ACCESS, at__lt=moment).order_by("at")
    return list(waiting.values_list("row_id", flat=True)[: 10 * BATCH])


def _enter_minutes(leaves: list[Leaf], minutes: list[list[AccessRow]]) -> None:
    AccessMinute.objects.bulk_create(
        AccessMinute(index=leaf.index, minute=minute_of(rows[0]), row_ids=[row.pk for row in rows])
        for leaf, rows in zip(leaves, minutes, strict=True)
    )


def minute_of(row: AccessRow) -> dt.datetime:
    """The minute in which the data were opened."""
    return row.at.replace(second=0, microsecond=0)


def minute_text(rows: list[AccessRow]) -> str:
    """The text of a minute's leaf: when, how many rows, and the hash over them in order of time."""
    digest = hashlib.sha256(canonical([hashed_form(row) for row in rows])).hexdigest()
    minute = minute_of(rows[0]).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")
    return canonical({"log": ACCESS, "minute": minute, "rows": len(rows), "sha256": digest}).decode()
