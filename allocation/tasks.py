import datetime as dt

import structlog
from celery import shared_task

from allocation import alarms, batches, vacancies, watching
from allocation.actions import keep_up
from allocation.models import CourtLog, Waiting
from allocation.related import settle
from cases.lifecycle import Status
from cases.models import Case
from core import clock

log = structlog.get_logger(__name__)
BATCH = 100
SETTLING = dt.timedelta(seconds=5)  # the registering process draws by itself within this


@shared_task
def sweep() -> None:
    """Draw every case that waits, records left by a crash first; alarm on those without a result for ten minutes."""
    for case in [*waiting_cases(), *vacancies.cases_with_empty_seats()]:
        settle(case)
    for alarm in alarms.late():
        log.error("alarm", code=alarm.code, where=alarm.where, since=alarm.since.isoformat(), text=alarm.text)


def waiting_cases() -> list[Case]:
    """Cases without a judge, longest tried ago first, so that one that cannot be drawn holds up none."""
    undrawn = Case.objects.filter(judge=None, is_imported=False, status=Status.REGISTERED)
    undrawn = undrawn.filter(registered_at__lt=clock.now() - SETTLING).order_by("registered_at")
    cases = undrawn.select_related("court", "kind", "category", "dossier")[:BATCH]
    tried = dict(Waiting.objects.filter(dossier__in=[case.pk for case in cases]).values_list("dossier", "tried_at"))
    return sorted(cases, key=lambda case: tried.get(case.pk, case.registered_at))


@shared_task
def redraw_batches() -> None:
    """A step of every redraw of a judge's cases that is on its way."""
    batches.run_batches()


@shared_task
def keep_up_all() -> None:
    """Enter the facts about judges in every court's log."""
    for court_log in CourtLog.objects.select_related("court"):
        keep_up(court_log)


@shared_task
def find_odd_months() -> None:
    """Hold the draws of this month and the last against chance, for the chair and the council."""
    watching.find_odd_months()


@shared_task
def compare_counts() -> None:
    """Hold the number of draws that the witness signed against every court's own."""
    for court, (ours, theirs) in alarms.compare_counts().items():
        log.error("alarm", code="signer counts differ", where=court, ours=ours, theirs=theirs)
