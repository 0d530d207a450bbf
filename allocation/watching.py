"""Who is told what is wrong with the draws: the chair of the court, the council; odd months every day."""

import hashlib

import structlog
from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from allocation import alarms, backlog, monthly
from allocation.models import CourtLog
from core import clock, shown
from journal.alarms import Alarm
from reference.models import BodyKind

log = structlog.get_logger(__name__)
WATCHES = "allocation.watch"
FRESH = 60  # seconds for which the alarms of a set of courts stand


def watched_by(user: User) -> set[int]:
    """The courts that the person watches: the own one, for the council all of them."""
    held = user.bodies_with(WATCHES)
    council = any(posting.body.kind == BodyKind.COUNCIL for posting in user.postings_today if posting.body_id in held)
    return set(CourtLog.objects.values_list("pk", flat=True)) if council else held


def told_to(user: User) -> list[Alarm]:
    """What is wrong with the draws of the courts that the person watches, for the desk; a minute old at most."""
    courts = watched_by(user)
    if not courts:
        return []
    named = hashlib.sha256(repr((sorted(courts), get_language())).encode()).hexdigest()
    known: list[Alarm] | None = cache.get(key := f"allocation.told.{named}")
    if known is None:
        cache.set(key, known := alarms_of(courts), FRESH)
    return known


def alarms_of(courts: set[int]) -> list[Alarm]:
    """Every alarm of allocation about these courts."""
    logs = list(CourtLog.objects.filter(pk__in=courts).select_related("court"))
    places = {log.name for log in logs} | {log.court.code for log in logs}
    every = [*alarms.late(), *alarms.shrunk(logs), *alarms.miscounted(), *alarms.odd(), *backlog.backlog()]
    return [alarm for alarm in every if alarm.where in places]


def find_odd_months() -> int:
    """Reckon this month and the last of every court, and keep which do not look like chance; how many there are."""
    today = clock.today()
    firsts = [today.replace(day=1), (today.replace(day=1) - clock.DAY).replace(day=1)]
    found = {}
    for court_log in CourtLog.objects.select_related("court").order_by("pk"):
        for first in firsts:
            month = monthly.month_of(court_log, first)
            if month.is_odd:
                found[court_log.name, f"{first:%m.%Y}"] = _worst(month)
                log.error("alarm", code="draws odd", where=court_log.name, month=f"{first:%Y-%m}")
    cache.set(alarms.ODD, (clock.now(), found), alarms.ODD_KEPT)
    return len(found)


def _worst(month: monthly.Month) -> str:
    """What makes the month odd, in figures that name nobody."""
    if month.recomputed < month.random:
        return _("%(count)d draws do not compute again") % {"count": month.random - month.recomputed}
    if month.flagged:
        return _("%(count)d pairs beyond chance, |z| = %(z).1f") % {"count": len(month.flagged), "z": month.worst_z}
    return f"p = {shown.number(month.fit.p, 4)}"
