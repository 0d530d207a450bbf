"""A judge comes back before the absence ends: the log says so, and draws know it from the day after."""

import datetime as dt
from typing import Any

from allocation import facts
from allocation.courtlog import day_of, enter, locked, moment
from allocation.models import CourtLog, EnteredAbsence
from core import clock
from journal.models import Entry
from staff.models import AbsenceRequest


def enter_return(entry: Entry, data: dict[str, Any]) -> None:
    """Enter the return of a judge whose absence stands in the log, or is about to."""
    asked = AbsenceRequest.objects.select_related("absence__judge__body").get(pk=int(entry.subject_id))
    log = locked(asked.absence.judge.body) if asked.absence else None
    if log is None:
        return
    facts.enter_absences(log)
    for absence in log.absences.filter(absence=asked.absence_id).select_related("judge"):
        _enter(log, absence, dt.date.fromisoformat(data["back_on"]))


def _enter(log: CourtLog, absence: EnteredAbsence, back_on: dt.date) -> None:
    """The absence ends the day before: the day of the return, tomorrow at the earliest (ALLOCATION: effective next)."""
    begins = max(back_on, day_of(max(moment(), log.last_at)) + clock.DAY)
    if begins > absence.to_on:
        return
    days: dict[str, Any] = {"from": begins.isoformat()}
    enter(log, "present", judge=absence.judge.public_id, absence=absence.index, **days)
    absence.to_on = begins - clock.DAY
    absence.save(update_fields=["to_on"])
