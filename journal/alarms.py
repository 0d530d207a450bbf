"""What is wrong with the journal now, for metrics, the log and the desk of the administrator."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import structlog
from django.db import DatabaseError
from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from core import clock
from core.prepared import Statement
from journal.models import Delivery, Heartbeat, Unsealed
from journal.models.delivery import OPEN, State
from journal.models.tree import ACCESS

log = structlog.get_logger(__name__)
# Of each log the first leaf that no co-signed head covers, where it is older than this moment; by keys, however many.
_FIRST_NOT_COVERED = Statement(
    """
    SELECT l.name, f.sealed_at FROM journal_log l
    CROSS JOIN LATERAL (
        SELECT coalesce((SELECT h.size FROM journal_head h WHERE h.log = l.name AND h.witness_signature IS NOT NULL
                         ORDER BY h.size DESC LIMIT 1), 0) AS size) h
    JOIN journal_leaf f ON f.log = l.name AND f.index = h.size
    WHERE l.size > h.size AND f.sealed_at < %s ORDER BY l.name
    """,
    values=1,
)
UNSEALED = dt.timedelta(seconds=60)
ACCESS_UNSEALED = dt.timedelta(minutes=3)  # a minute of the access log is sealed when it is over
COSIGNED = dt.timedelta(minutes=65)  # heads are signed hourly
SILENT = dt.timedelta(seconds=60)


@dataclass(frozen=True)
class Alarm:
    """One thing that an administrator must look at."""

    code: str
    where: str
    since: dt.datetime
    text: str


FURTHER: list[Callable[[], Iterable[Alarm]]] = []


def register_alarms(further: Callable[[], Iterator[Alarm]]) -> Callable[[], Iterator[Alarm]]:
    """Let an app above add alarms of its own."""
    FURTHER.append(further)
    return further


def current() -> list[Alarm]:
    """All alarms of this moment."""
    now = clock.now()
    further = [alarm for found in FURTHER for alarm in found()]
    return [*_unsealed(now), *_not_cosigned(now), *_dead(), *_silent(now), *further]


def tell() -> int:
    """Write the alarms of this moment to the log of the system; how many there are."""
    alarms = current()
    for alarm in alarms:
        log.error("alarm", code=alarm.code, where=alarm.where, since=alarm.since.isoformat())
    return len(alarms)


def _unsealed(now: dt.datetime) -> Iterator[Alarm]:
    oldest = Unsealed.objects.values("log").annotate(since=Min("at"), count=Count("row_id")).order_by("log")
    for row in oldest:
        if row["since"] < now - (ACCESS_UNSEALED if row["log"] == ACCESS else UNSEALED):
            text = ngettext(
                "%(count)d entry of the log “%(log)s” waits too long to be sealed.",
                "%(count)d entries of the log “%(log)s” wait too long to be sealed.",
                row["count"],
            )
            yield Alarm("unsealed", row["log"], row["since"], text % {"count": row["count"], "log": row["log"]})


def _not_cosigned(now: dt.datetime) -> Iterator[Alarm]:
    text = _("The head of the log “%(log)s” has not been co-signed by the witness for an hour.")
    for name, since in _FIRST_NOT_COVERED.rows(now - COSIGNED):
        yield Alarm("not cosigned", name, since, text % {"log": name})


def _dead() -> Iterator[Alarm]:
    for delivery in Delivery.objects.filter(state=State.DEAD).order_by("pk")[:100]:
        text = _("The task “%(task)s” failed for good: %(error)s") % {"task": delivery.task, "error": delivery.error}
        yield Alarm("dead delivery", delivery.task, delivery.at, text)


def _silent(now: dt.datetime) -> Iterator[Alarm]:
    for beat in Heartbeat.objects.filter(at__lt=now - SILENT).order_by("name"):
        text = _("The process “%(name)s” has not been heard of.") % {"name": beat.name}
        yield Alarm("silent", beat.name, beat.at, text)


class JournalCollector(Collector):
    """The state of the journal as metrics, read when they are asked for."""

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The numbers; none while the database does not answer, which `/readyz` says and the other numbers survive."""
        with contextlib.suppress(DatabaseError):
            yield from self._read()

    def _read(self) -> Iterator[GaugeMetricFamily]:
        now, waiting = clock.now(), Unsealed.objects.aggregate(since=Min("at"), count=Count("row_id"))
        age = (now - waiting["since"]).total_seconds() if waiting["since"] else 0.0
        states = dict(
            Delivery.objects.filter(state__in=(*OPEN, State.DEAD)).values_list("state").annotate(count=Count("pk"))
        )
        yield GaugeMetricFamily("journal_unsealed_rows", "Rows that wait to be sealed", waiting["count"])
        yield GaugeMetricFamily("journal_unsealed_oldest_seconds", "Age of the oldest unsealed row", age)
        yield GaugeMetricFamily("journal_alarms", "Alarms of the journal", len(current()))
        deliveries = GaugeMetricFamily("journal_deliveries", "Deliveries not done", labels=["state"])
        for state in (*OPEN, State.DEAD):
            deliveries.add_metric([state.value], states.get(state.value, 0))
        yield deliveries
