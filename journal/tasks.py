from celery import shared_task

from core import clock, health
from journal import alarms, deliveries, sealing
from journal.heads import sign_all
from journal.models import Heartbeat
from journal.nudge import nudge
from journal.partitions import make_partitions

BATCH = 50


@shared_task
def deliver() -> None:
    """Run the deliveries that wait; when there are many, make room for others between."""
    if deliveries.drain(BATCH) == BATCH:
        nudge()


@shared_task
def sweep() -> None:
    """Run the deliveries that a crash or a missed call left behind."""
    deliveries.drain(BATCH)


@shared_task
def seal() -> None:
    """Seal what was committed, and say that the sealer lives."""
    sealing.seal()
    health.heard("sealer")


@shared_task
def heads() -> None:
    """Sign the heads of all logs that grew."""
    sign_all()


@shared_task
def partitions() -> None:
    """Make the tables of the coming months."""
    make_partitions()


@shared_task
def heartbeat() -> None:
    """Say that the worker lives, and tell the alarms."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": clock.now()})
    health.heard("worker")
    alarms.tell()
