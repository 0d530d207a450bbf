import datetime as dt

import structlog
from celery import shared_task

from allocation.actions import keep_up, try_draw
from allocation.models import CourtLog, Draw, Waiting
from cases.lifecycle import Status
from cases.models import Case
from core import clock

log = structlog.get_logger(__name__)
BATCH = 100
LATE = dt.timedelta(minutes=10)
SETTLING = dt.timedelta(seconds=5)  # the registering process draws by itself within this


@shared_task
def sweep() -> None:
    """Draw every case that waits, records left by a crash first; alarm on those without a result for ten minutes."""
    for case in waiting_cases():
        try_draw(case)
    for draw in late_draws():
        log.error("alarm", code="draw without result", draw=draw.public_id, since=draw.at.isoformat())


def waiting_cases() -> list[Case]:
    """Cases without a judge, longest tried ago first, so that one that cannot be drawn holds up none."""
    undrawn = Case.objects.filter(judge=None, is_imported=False, status=Status.REGISTERED)
    undrawn = undrawn.filter(registered_at__lt=clock.now() - SETTLING).order_by("registered_at")
    cases = undrawn.select_related("court", "kind", "category", "dossier")[:BATCH]
    tried = dict(Waiting.objects.filter(dossier__in=[case.pk for case in cases]).values_list("dossier", "tried_at"))
    return sorted(cases, key=lambda case: tried.get(case.pk, case.registered_at))


def late_draws() -> list[Draw]:
    """Records that have had no result for ten minutes."""
    return list(Draw.objects.unfinished().filter(at__lt=clock.now() - LATE))


@shared_task
def keep_up_all() -> None:
    """Enter the facts about judges in every court's log."""
    for court_log in CourtLog.objects.select_related("court"):
        keep_up(court_log)
