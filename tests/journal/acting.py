"""Who does what on what in the tests of the journal."""

import threading
from collections.abc import Callable, Iterable

from django.db import connection, transaction

from journal.actions import record
from journal.actors import Actor
from journal.models import Entry
from journal.registry import Event

FILED = Event("trial.filed", "Filed")
ANSWERED = Event("trial.answered", "Answered")
BROKEN = Event("trial.broken", "Broken")
LEYLA = Actor("Leyla Abbasova", "clerk, Yasamal district court", 7)


def matter(number: int = 1, log: str = "yasamal", dossier: int | None = 11) -> Entry:
    """Something stored that entries can be written on: an object with a log and a dossier."""
    return Entry(pk=number, log=log, dossier=dossier)


def write(event: Event = FILED, count: int = 1, log: str = "yasamal", dossier: int | None = 11) -> list[Entry]:
    """Entries, each committed with its own transaction where the test commits."""
    entries = []
    for number in range(count):
        with transaction.atomic():
            entries.append(record(event, on=matter(log=log, dossier=dossier), by=LEYLA, number=number))
    return entries


def at_once(acts: Iterable[Callable[[], object]]) -> None:
    """Run the acts at the same time, each in a thread with a connection of its own; the first error is raised."""
    errors: list[BaseException] = []

    def act(one: Callable[[], object]) -> None:
        try:
            one()
        except BaseException as error:  # noqa: BLE001 - raised again below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
