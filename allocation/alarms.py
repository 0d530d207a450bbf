"""What is wrong with the draws of the courts now: for metrics, the system's log and the people who must look."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import gettext as _

from allocation.facts import absent_in
from allocation.models import BatchRecord, CourtLog, Draw, Place, State
from core import clock
from journal.alarms import Alarm, register_alarms
from journal.witness.client import Witness, WitnessGone

log = structlog.get_logger(__name__)
LATE = dt.timedelta(minutes=10)
COUNTED = "allocation.miscounted"
ODD = "allocation.odd"
ODD_KEPT = 3 * 24 * 60 * 60  # seconds for which odd months stand; they are reckoned every day
KEPT = 2 * 60 * 60  # seconds for which a comparison with the witness stands; it is made every hour


@register_alarms
def current() -> Iterator[Alarm]:
    """Every alarm of allocation at this moment."""
    yield from late()
    yield from shrunk(CourtLog.objects.select_related("court"))
    yield from miscounted()
    yield from odd()


def late_draws() -> list[Draw]:
    """Records that have had no result for ten minutes."""
    return list(Draw.objects.unfinished().filter(at__lt=clock.now() - LATE).select_related("log__court"))


def late_batches() -> list[BatchRecord]:
    """The same of records that hold many cases."""
    return list(BatchRecord.objects.unfinished().filter(at__lt=clock.now() - LATE))


def late() -> Iterator[Alarm]:
    """A record without a result is the sign of a draw that somebody did not like."""
    for one in late_batches():
        text = _("The batch %(batch)s has been on record for ten minutes without a result.") % {"batch": one.public_id}
        yield Alarm("draw without result", one.log.name, one.at, text)
    for draw in late_draws():
        text = _("The draw %(draw)s has been on record for ten minutes without a result.") % {"draw": draw.public_id}
        yield Alarm("draw without result", draw.log.name, draw.at, text)


def shrunk(logs: Iterable[CourtLog]) -> Iterator[Alarm]:
    """Pools in which from one day to the next a third of the judges, or all but one, are no more to be drawn."""
    today, named = clock.today(), {court_log.pk: court_log.name for court_log in logs}
    places = list(Place.objects.filter(log__in=named, from_on__lte=today))
    before, now = (present(places, absent_in(named, day), day) for day in (today - clock.DAY, today))
    for (court, pool), were in before.items():
        are = now[court, pool]
        if were > are and (are <= 1 or 3 * (were - are) >= were):
            text = _("Of %(were)d judges in the pool %(pool)s %(are)d are left since yesterday.")
            facts = {"were": were, "are": are, "pool": pool}
            yield Alarm("judges missing", named[court], clock.at(today, dt.time()), text % facts)


def present(places: Iterable[Place], away: set[tuple[int, int]], day: dt.date) -> Counter[tuple[int, str]]:
    """How many judges of each court and pool may be drawn on the day."""
    return Counter(
        (place.log_id, place.pool)
        for place in places
        if place.from_on <= day
        and (place.until_on is None or place.until_on > day)
        and (place.log_id, place.judge_id) not in away
    )


def compare_counts() -> dict[str, tuple[int, int]]:
    """Courts for which the witness signed another number of draws than the court has proofs for; kept for a while."""
    try:
        signed = Witness(settings.WITNESS_URL).counts()["draws"]
    except WitnessGone as error:
        log.error("draws not counted", cause=str(error))
        return {}
    proved = Draw.objects.filter(state=State.DONE).proved().order_by().values_list("log__court__short_code")
    ours: dict[str, int] = dict(proved.annotate(count=Count("pk")))
    unfinished = (Draw.objects.unfinished(), BatchRecord.objects.unfinished())
    waiting = {court for rows in unfinished for court in rows.values_list("log__court__short_code", flat=True)}
    counts = {court: (ours[court], signed.get(court, 0)) for court in ours.keys() - waiting}
    differing = {court: pair for court, pair in counts.items() if pair[0] != pair[1]}
    cache.set(COUNTED, (clock.now(), differing), KEPT)
    return differing


def miscounted() -> Iterator[Alarm]:
    """Where, at the last comparison, the witness had signed more or fewer draws than the log has."""
    since, differing = cache.get(COUNTED) or (clock.now(), {})
    for court, (ours, theirs) in differing.items():
        text = _("The log has %(ours)d draws, the witness signed %(theirs)d.") % {"ours": ours, "theirs": theirs}
        yield Alarm("signer counts differ", f"{settings.SELF_SEALED_LOGS}{court}", since, text)


def odd() -> Iterator[Alarm]:
    """Months whose draws, when they were last reckoned, did not look like chance."""
    since, months = cache.get(ODD) or (clock.now(), {})
    for (where, month), worst in months.items():
        text = _("The draws of %(month)s do not look like chance: %(worst)s.") % {"month": month, "worst": worst}
        yield Alarm("draws odd", where, since, text)
