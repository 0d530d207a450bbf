"""Writing to the journal: the one place through which facts of law enter it."""

import hashlib
import secrets
from typing import Any, Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from core import clock
from core.prepared import Statement
from journal import events, plot
from journal.actors import Acting
from journal.canonical import canonical, instant
from journal.models import Delivery, Entry, Payload
from journal.models.tree import ACCESS
from journal.nudge import nudge_after_commit
from journal.registry import Event, declared

# Every act writes an entry and its content: in one round trip, past what puts queries together.
_COLUMNS = (
    *("log", "at", "event", "actor_id", "actor_name", "actor_posting"),
    *("dossier", "subject_kind", "subject_id", "data_hash", "canonical"),
)
_WRITTEN = Statement(
    """
WITH entry AS (
    INSERT INTO journal_entry (log, at, event, actor_id, actor_name, actor_posting,
                               dossier, subject_kind, subject_id, data_hash, canonical)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, at)
INSERT INTO journal_payload (entry_id, at, salt, payload) SELECT id, at, %s, %s FROM entry RETURNING entry_id""",
    values=13,
)


class Recorded(Protocol):
    """A model object on which entries can be written."""

    pk: Any

    @property
    def journal_log(self) -> str: ...
    @property
    def dossier_key(self) -> int | None: ...


def record(event: Event, *, on: Recorded, by: Acting, **data: Any) -> Entry:
    """Write that this happened, inside the caller's transaction, and set off what follows from it.

    Raises UndeclaredEvent, TransactionManagementError outside of a transaction, ValueError when the data are not
    strings, integers, booleans, None, lists and dicts.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("an entry is written inside the transaction of what it tells of")
    if on.journal_log == ACCESS or on.journal_log.startswith(settings.SELF_SEALED_LOGS):
        raise ValueError(f"the log {on.journal_log} takes no entries")
    entry = _entry(declared(event), on, by, payload := canonical(data), salt := secrets.token_bytes(32))
    ((entry.pk,),) = _WRITTEN.rows(*(getattr(entry, name) for name in _COLUMNS), salt, payload.decode())
    entry._state.adding, entry._state.db = False, DEFAULT_DB_ALIAS
    entry.data = data
    _deliver_after(entry)
    for react in plot.at_once(event.code):
        react(entry, data)
    return entry


def _entry(event: Event, on: Recorded, by: Acting, payload: bytes, salt: bytes) -> Entry:
    entry = Entry(
        log=on.journal_log,
        at=clock.now(),
        event=event.code,
        actor_id=by.actor_id,
        actor_name=by.actor_name,
        actor_posting=by.actor_posting,
        dossier=on.dossier_key,
        subject_kind=_kind(on),
        subject_id=str(on.pk),
        data_hash=hashlib.sha256(salt + payload).digest(),
    )
    entry.canonical = canonical(hashed_form(entry)).decode()
    return entry


def _kind(on: Any) -> str:
    if not isinstance(on, Model) or on.pk is None:
        raise ValueError(f"an entry is about a stored object, not {on!r}")
    return on._meta.label_lower


def hashed_form(entry: Entry) -> dict[str, Any]:
    """What the leaf of an entry hashes: everything but its content, of which only the hash, and its number."""
    return {
        "log": entry.log,
        "at": instant(entry.at),
        "event": entry.event,
        "actor": {"id": entry.actor_id, "name": entry.actor_name, "posting": entry.actor_posting},
        "dossier": entry.dossier,
        "subject": {"kind": entry.subject_kind, "id": entry.subject_id},
        "data": bytes(entry.data_hash).hex(),
    }


def _deliver_after(entry: Entry) -> None:
    paths = plot.after(entry.event)
    if not paths:
        return
    Delivery.objects.bulk_create(
        Delivery(entry_id=entry.pk, at=entry.at, task=path, dossier=entry.dossier, next_at=entry.at) for path in paths
    )
    nudge_after_commit()


@transaction.atomic
def destroy_payload(entry: Entry, *, act: str, by: Acting) -> Entry:
    """Destroy the content of an entry under an act of destruction; its hash and its proof stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('journal.destroying', %s, true)", [str(entry.pk)])
        Payload.objects.filter(pk=entry.pk).delete()
        cursor.execute("SELECT set_config('journal.destroying', '', true)")
    entry.data = None
    return record(events.PAYLOAD_DESTROYED, on=entry, by=by, act=act)
