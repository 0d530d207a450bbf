"""What follows from the events of the tests. A row of Heartbeat named after the entry shows that a reaction ran."""

import os
import signal
from typing import Any

from django.db import connection

from core import clock
from journal.models import Entry, Heartbeat


def note(entry: Entry, data: dict[str, Any]) -> None:
    """Leaves one row; a second run for the same entry would break the table's key."""
    Heartbeat.objects.create(name=f"noted {entry.pk}", at=clock.now())


def note_at_once(entry: Entry, data: dict[str, Any]) -> None:
    Heartbeat.objects.create(name=f"at once {entry.pk} {data['number']}", at=clock.now())


def refuse(entry: Entry, data: dict[str, Any]) -> None:
    raise LookupError("nothing to stand on")


def fail(entry: Entry, data: dict[str, Any]) -> None:
    """Fails after it has written, unless mended."""
    note(entry, data)
    if os.environ.get("MENDED") != "1":
        raise LookupError("nothing to stand on")


def hang(entry: Entry, data: dict[str, Any]) -> None:
    """Writes, says so, and then waits for ever, when the process was started to be killed."""
    note(entry, data)
    if "HANG" in os.environ:
        os.write(int(os.environ["HANG"]), b"in the middle")
        signal.pause()


def break_a_deferred_constraint(entry: Entry, data: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE pairs (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        cursor.execute("INSERT INTO pairs VALUES (1), (1)")
