"""What happens with judgments by itself, daily and whenever the demo's clock moves."""

from typing import Any

import structlog
from celery import shared_task

from decisions.entering import due_cases, enter_if_due

log = structlog.get_logger(__name__)


@shared_task
def enter_due() -> None:
    """Let judgments enter into force whose terms of appeal are over (MPM 233.1)."""
    entered = sum(enter_if_due(pk) for pk in list(due_cases()))
    log.info("judgments entered into force", count=entered)


def after_clock_moved(entry: Any, data: dict[str, Any]) -> None:
    """The day changed at once for everybody: do what its passing brings."""
    enter_due()
