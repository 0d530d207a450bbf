from celery import shared_task

from notifications import sending
from notifications.nudge import wake

BATCH = 50


@shared_task
def send_pending() -> None:
    """Send what waits; when there is much, make room for others between."""
    if sending.drain(BATCH) == BATCH:
        wake()


@shared_task
def sweep() -> None:
    """Find what a crash left on the wire, and send what is due again."""
    sending.find_lost()
    sending.drain(BATCH)
