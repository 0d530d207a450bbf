"""What happens in cases by itself, daily and whenever the demo's clock moves."""

from typing import Any

import structlog
from celery import shared_task

from cases import appeals
from cases.actions import accept_by_silence, silent_cases
from cases.terms import lapsed, let_pass

log = structlog.get_logger(__name__)


@shared_task
def run_the_law() -> None:
    """Accept claims by silence (MPM 151.3), let unused terms pass, end the term of appeal (MPM 360)."""
    accepted = sum(accept_by_silence(case) for case in silent_cases())
    passed = sum(let_pass(deadline) for deadline in lapsed())
    ended = sum(appeals.end_term(pk) for pk in appeals.over())
    log.info("the law ran", accepted_by_silence=accepted, terms_passed=passed, terms_of_appeal_ended=ended)


def after_clock_moved(entry: Any, data: dict[str, Any]) -> None:
    """The day changed at once for everybody: do what its passing brings."""
    run_the_law()
