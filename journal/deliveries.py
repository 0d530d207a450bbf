"""Deliveries of entries to the tasks that follow from them: each done exactly once in the database.

A delivery is taken in one short transaction (so that an attempt counts even when its worker is killed) and run in
another that also marks it done. The lock on its row says that its worker lives; a dead worker's lock falls with it.
"""

import datetime as dt

import structlog
from django.db import connection, transaction

from core import clock
from journal import events, plot
from journal.actions import record
from journal.actors import Acting, job
from journal.models import Delivery, Entry
from journal.models.delivery import State
from journal.nudge import nudge_after_commit

log = structlog.get_logger(__name__)
ATTEMPTS = 8
GRACE = dt.timedelta(seconds=5)  # from taking a delivery to holding its row; then a free row means a dead worker
LONGEST = dt.timedelta(hours=1)
ROBOT = job("deliveries")

# Takes the oldest due delivery that waits for no earlier one of the same dossier and task, and that nobody runs.
_TAKE = """
WITH first AS MATERIALIZED (
    SELECT due.id, due.at FROM journal_delivery due
    WHERE due.state IN ('pending', 'running', 'failed') AND due.next_at <= %s AND NOT EXISTS (
        SELECT FROM journal_delivery earlier
        WHERE earlier.dossier = due.dossier AND earlier.task = due.task AND earlier.id < due.id
          AND earlier.state IN ('pending', 'running', 'failed'))
    ORDER BY due.next_at, due.id LIMIT 1 FOR UPDATE OF due SKIP LOCKED)
UPDATE journal_delivery taken SET state = 'running', attempts = taken.attempts + 1, next_at = %s
FROM first WHERE taken.id = first.id AND taken.at = first.at RETURNING taken.*
"""


def drain(limit: int = 500, now: dt.datetime | None = None) -> int:
    """Run due deliveries until none is left or the limit is reached; how many were run."""
    for count in range(limit):
        delivery = take(now or clock.now())
        if delivery is None:
            return count
        run(delivery)
    return limit


@transaction.atomic
def take(now: dt.datetime) -> Delivery | None:
    """Take the next due delivery: its attempt counts from here."""
    return next(iter(Delivery.objects.raw(_TAKE, [now, now + GRACE])), None)


def run(taken: Delivery) -> None:
    """Run a taken delivery; what it did and that it is done are committed together."""
    with transaction.atomic():
        # Waits where another worker's look for due rows touches this one for a moment.
        held = Delivery.objects.select_for_update().filter(pk=taken.pk, at=taken.at)
        delivery = held.filter(state=State.RUNNING, attempts=taken.attempts).first()
        if delivery is None:
            return  # it took so long to get here that another worker has it
        if delivery.attempts > ATTEMPTS:
            _give_up(delivery, delivery.error or "the worker was lost at every attempt")
            return
        try:
            with transaction.atomic():
                _react(delivery)
        except Exception as error:  # the border of the process: whatever a task raises must not stop the others
            log.exception("delivery failed", task=delivery.task, entry=delivery.entry_id, attempt=delivery.attempts)
            _put_off(delivery, f"{type(error).__name__}: {error}")
        else:
            _finish(delivery, State.DONE, "")


def _react(delivery: Delivery) -> None:
    """Call the task; the deferred constraints are held here, where a breach is still the task's own failure."""
    entry = Entry.objects.with_data().get(pk=delivery.entry_id, at=delivery.at)
    plot.reaction(delivery.task)(entry, entry.data or {})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _put_off(delivery: Delivery, error: str) -> None:
    if delivery.attempts >= ATTEMPTS:
        _give_up(delivery, error)
        return
    delivery.next_at = clock.now() + min(LONGEST, dt.timedelta(seconds=5 * 3**delivery.attempts))
    _finish(delivery, State.FAILED, error)


def _give_up(delivery: Delivery, error: str) -> None:
    """After the last attempt: an entry and an alarm; later deliveries of the dossier are no longer held up."""
    _finish(delivery, State.DEAD, error)
    entry = Entry.objects.get(pk=delivery.entry_id, at=delivery.at)
    record(events.REACTION_FAILED, on=entry, by=ROBOT, delivery=delivery.pk, task=delivery.task)
    log.error("delivery given up", task=delivery.task, entry=delivery.entry_id, error=error)


def _finish(delivery: Delivery, state: State, error: str) -> None:
    delivery.state, delivery.error = state, error[:2000]
    delivery.save(update_fields=["state", "error", "next_at"])


@transaction.atomic
def retry(delivery: Delivery, *, by: Acting) -> None:
    """Start a delivery that was given up again, after a person mended its cause."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk, at=delivery.at, state=State.DEAD)
    delivery.attempts, delivery.next_at = 0, clock.now()
    delivery.save(update_fields=["attempts"])
    _finish(delivery, State.PENDING, "")
    entry = Entry.objects.get(pk=delivery.entry_id, at=delivery.at)
    record(events.REACTION_RETRIED, on=entry, by=by, delivery=delivery.pk, task=delivery.task)
    nudge_after_commit()
