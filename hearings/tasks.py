"""What happens with hearings by itself, daily and whenever the demo's clock moves."""

from typing import Any

import structlog
from celery import shared_task

from cases.models import Case
from core import clock
from hearings.booking import show_next

log = structlog.get_logger(__name__)


@shared_task
def turn_the_day() -> None:
    """A case comes to its next hearing when the day of the last is over, held or not."""
    midnight = clock.at(clock.today(), clock.MIDNIGHT)
    passed = Case.objects.filter(next_hearing_at__lt=midnight)
    for case in passed:
        show_next(case)
    log.info("cases came to their next hearing", count=len(passed))


def after_clock_moved(entry: Any, data: dict[str, Any]) -> None:
    """The day changed at once for everybody: do what its passing brings."""
    turn_the_day()
