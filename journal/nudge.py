"""Wake a worker once the entries are committed; when nobody hears it, the sweep finds the deliveries."""

import structlog
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def nudge_after_commit() -> None:
    """Wake a worker after this transaction commits, once however many entries it writes."""
    waiting = connection.run_on_commit
    if not any(hook[1] is nudge for hook in waiting):
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Tell the workers that deliveries wait."""
    try:
        current_app.send_task("journal.tasks.deliver")
    except (OperationalError, OSError) as error:
        log.warning("no worker could be woken", cause=str(error))
