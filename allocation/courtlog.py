"""Writing the public log of a court: one entry after another, each with a time that does not go back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from allocation.models import CourtLog
from core import clock
from core.errors import Refused
from core.prepared import Statement, prepared
from journal import sealing
from journal.canonical import canonical, second
from reference.models import Body

FORMAT = "courtcms-log/1"
# Every entry writes its time: past what puts queries together.
_LAST = Statement("UPDATE allocation_courtlog SET last_at = %s WHERE court_id = %s", values=2)
_LAST_RECORD = Statement("UPDATE allocation_courtlog SET last_at = %s, record_at = %s WHERE court_id = %s", values=3)


def locked(court: Body) -> CourtLog | None:
    """The court's log, nobody else's until the transaction ends; None before its first entry."""
    return next(iter(_locked(court.pk)), None)


@prepared
def _locked(court: Any) -> "QuerySet[CourtLog]":
    return CourtLog.objects.select_for_update(of=("self",)).select_related("court").filter(pk=court)


def moment(at: dt.datetime | None = None) -> dt.datetime:
    """Now to the second; the demo alone may write its past."""
    return (at if at and settings.DEMO else clock.now()).replace(microsecond=0)


def enter(log: CourtLog, kind: str, *, at: dt.datetime | None = None, **members: Any) -> tuple[int, str]:
    """Append an entry of this kind; its index and its canonical text. Its time is in `log.last_at`."""
    log.last_at = max((at or clock.now()).replace(microsecond=0), log.last_at)
    text = canonical({"format": FORMAT, "kind": kind, "at": second(log.last_at), **members}).decode()
    index, _leaf = sealing.append(log.name, text)
    _LAST.run(log.last_at, log.pk)
    return index, text


def enter_all(
    log: CourtLog, kind: str, bodies: Sequence[dict[str, Any]], *, at: dt.datetime | None = None
) -> list[int]:
    """Append many entries of one kind at once; their indexes."""
    log.last_at = max((at or clock.now()).replace(microsecond=0), log.last_at)
    begun = {"format": FORMAT, "kind": kind, "at": second(log.last_at)}
    leaves = sealing.append_all(log.name, [canonical({**begun, **body}).decode() for body in bodies])
    _LAST.run(log.last_at, log.pk)
    return [leaf.index for leaf in leaves]


def record_moment(log: CourtLog, at: dt.datetime | None = None) -> dt.datetime:
    """The time of the next record: now, but later than the record before by a second at least."""
    earliest = [moment(at), log.last_at]
    if log.record_at:
        earliest.append(log.record_at + dt.timedelta(seconds=1))
    return max(earliest)


def append_record(log: CourtLog, text: str, at: dt.datetime) -> int:
    """Append the record of a draw, its time as `record_moment` gave it; its index. Refused when not after the last."""
    if log.record_at and at <= log.record_at:
        raise Refused(_("The time of a record must be later than that of the record before it."))
    index, _leaf = sealing.append(log.name, text)
    log.last_at = log.record_at = at
    _LAST_RECORD.run(at, at, log.pk)
    return index


def day_of(at: dt.datetime) -> dt.date:
    """The day in Bakı."""
    return clock.local(at).date()
