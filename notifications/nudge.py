"""Wake a worker once the deliveries are committed; when nobody hears it, the sweep finds them."""

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def wake_after_commit() -> None:
    """Wake a worker after this transaction commits, once however many deliveries it makes."""
    waiting = transaction.get_connection().run_on_commit
    if not any(hook[1] is wake for hook in waiting):
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Tell the workers that deliveries wait."""
    try:
        current_app.send_task("notifications.tasks.send_pending")
    except (OperationalError, OSError) as error:
        log.warning("no worker could be woken", cause=str(error))
