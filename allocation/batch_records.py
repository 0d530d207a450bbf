"""The record of a batch: which cases of a pool stand in it, who may take each, as the log is at this moment."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db import transaction

from allocation import drawing_batch, events, facts, proving, rosters, vacancies
from allocation.batch_results import REDRAWER, decided_meanwhile, left_entry
from allocation.courtlog import append_record, day_of, locked, record_moment
from allocation.drawing import Candidate, LogState, Out, draw_id, eligible
from allocation.drawing_batch import Listed
from allocation.giving import Batch, BatchCase, Vacancy
from allocation.models import BatchRecord, Conflict, CourtLog, Draw, EnteredRule, Place
from allocation.rules import out_by_terms
from cases.models import Case
from core.together import update_together
from journal.actions import record
from journal.canonical import canonical, second
from journal.merkle import Frontier, leaf_hash
from journal.models import Entry, Log


@dataclass(frozen=True)
class Taking:
    """A case on its way into the record of its pool, with the seats that it fills."""

    row: BatchCase
    case: Case
    shown: rosters.Shown
    attempts: Sequence[Draw]
    seats: list[int]
    has_reserve: bool

    @property
    def previous(self) -> Draw | None:
        """The attempt before."""
        return self.attempts[-1] if self.attempts else None

    def may_stand_with_others(self, judge: str) -> bool:
        """Whether a record of many cases can hold it: not what is covert, nor where a reserve judge comes first.

        And the log must show that the case was this judge's; what was never drawn shows nothing.
        """
        if self.case.dossier.is_covert or self.has_reserve:
            return False
        return not self.attempts or any(judge in draw.judges for draw in self.attempts)


@transaction.atomic
def record_batch(batch: Batch, pool: str) -> BatchRecord | None:
    """Fix the cases of a pool in the public log before any randomness exists; none when no record can take one.

    The caller is alone in the court and has finished what was left behind. Cases that no record can take (nobody may,
    covert, with a reserve judge, or not the judge's by the log) are marked to be drawn by themselves.
    """
    log = cast("CourtLog", locked(batch.court))
    facts.turn_year(log, record_moment(log))
    taking = _takings(batch, pool)
    _enter_conflicts(log, batch, taking)
    at = record_moment(log)
    version = rosters.rule_on(log, day_of(at))
    roster, specialised = _roster(log, pool, day_of(at))
    listed = _listed(log, taking, roster, specialised, version)
    left, judge = left_entry(batch.judge, pool), batch.judge.public_id
    fit = [
        one
        for one in taking
        if left is not None and one.may_stand_with_others(judge) and _is_enough(listed[one.case.pk], roster)
    ]
    _set_apart([one.row for one in taking if one not in fit])
    if not fit:
        return None
    fit.sort(key=lambda one: one.shown.case)
    text = _text(log, batch, [listed[one.case.pk] for one in fit], roster, version, at)
    index = append_record(log, text, at)
    made = {"redraw": batch, "log": log, "pool": pool, "at": at, "record": text, "index": index}
    one = BatchRecord.objects.create(public_id=draw_id(text.encode()), **made)
    _enlist(one, fit)
    told = {"batch": one.public_id, "index": index, "pool": pool, "cases": len(fit)}
    record(events.BATCH_RECORDED, on=batch, by=REDRAWER, judge=judge, **told)
    return one


def waiting_rows(batch: Batch) -> Any:
    """Cases that stand in no record yet and of which nothing was tried."""
    rows = BatchCase.objects.filter(batch=batch, record=None, is_apart=False, is_done=False)
    return rows.select_related("case__court", "case__kind").order_by("order")


def _takings(batch: Batch, pool: str) -> list[Taking]:
    """The cases of the pool, locked; one that was decided meanwhile, or that the judge left, is done with."""
    rows = [row for row in waiting_rows(batch) if facts.pool_of(row.case.court, row.case.kind) == pool]
    attached = ("court", "kind", "category", "dossier", "origin")
    locked_cases = Case.objects.select_for_update(of=("self",)).select_related(*attached).order_by("pk")
    cases = {case.pk: case for case in locked_cases.filter(pk__in=[row.case_id for row in rows])}
    sitting, attempts, empty = vacancies.sitting_in(cases), _attempts(cases), _empty(cases)
    reserved = vacancies.with_reserve(cases) | vacancies.awaiting_reserve(cases)
    found = []
    for row in rows:
        case, held = cases[row.case_id], sitting.get(row.case_id, {})
        mine = [seat for seat, judge in held.items() if judge == batch.judge_id]
        if not mine or case.status not in vacancies.UNDECIDED:
            row.is_done, row.note = True, decided_meanwhile()
            row.save(update_fields=["is_done", "note"])
            continue
        drawn = attempts.get(case.pk, [])
        seats = [*empty.get(case.pk, []), *mine]
        found.append(Taking(row, case, rosters.shown_of(case), drawn, seats, case.pk in reserved))
    return found


def _attempts(cases: Iterable[int]) -> dict[int, list[Draw]]:
    found: dict[int, list[Draw]] = {}
    for draw in Draw.objects.filter(dossier__in=cases).defer("record").order_by("attempt"):
        found.setdefault(draw.dossier, []).append(draw)
    return found


def _empty(cases: Iterable[int]) -> dict[int, list[int]]:
    """Seats that are empty already, those emptied first before the others."""
    found: dict[int, list[int]] = {}
    for case, seat in Vacancy.objects.filter(case__in=cases, filled_by=None).values_list("case", "seat"):
        found.setdefault(case, []).append(seat)
    return found


def _enter_conflicts(log: CourtLog, batch: Batch, taking: Sequence[Taking]) -> None:
    for one in taking:
        if one.case.origin_id:
            facts.enter_conflicts(log, one.case, one.shown.case)
    vacancies.bar_all(log, {one.case.pk: one.shown.case for one in taking}, leaver=batch.judge)


def _roster(log: CourtLog, pool: str, day: dt.date) -> tuple[list[Candidate], list[tuple[Place, Any]]]:
    """The judges of the pool in order of id, and the specialisation of each who is not out of all cases."""
    away, roster, specialised = facts.absent_on(log, day), [], []
    for place in sorted(facts.places_on(log, pool, day), key=lambda place: place.judge.public_id):
        terms = place.terms_on(day)
        out = Out("absent", away[place.judge_id]) if place.judge_id in away else None
        out = out or out_by_terms(replace(terms, only=()), place.drawn, "", "")
        roster.append(Candidate(place.judge.public_id, place.load, terms.share, out))
        if out is None:
            specialised.append((place, replace(terms, quota=None)))
    return roster, specialised


def _listed(
    log: CourtLog,
    taking: Sequence[Taking],
    roster: Sequence[Candidate],
    specialised: Sequence[tuple[Place, Any]],
    version: EnteredRule,
) -> dict[int, Listed]:
    """What the record says of each case, and who of the roster may not take it."""
    entries = Conflict.objects.filter(log=log, case__in=[one.shown.case for one in taking])
    barred = {(judge, case): index for judge, case, index in entries.values_list("judge", "case", "index")}
    registered = _registrations(one.case.pk for one in taking)
    found = {}
    for one in taking:
        matter = rosters.matter_of(one.case, one.shown, version, one.previous, registered.get(one.case.pk, ""))
        out = {}
        for place, terms in specialised:
            bar = barred.get((place.judge_id, one.shown.case))
            why = (
                out_by_terms(terms, 0, one.case.kind.code, one.case.category.code)
                if bar is None
                else Out("conflict", bar)
            )
            if why:
                out[place.judge.public_id] = why
        found[one.case.pk] = Listed(replace(matter, seats=len(one.seats)), out)
    return found


def _registrations(cases: Iterable[int]) -> dict[int, str]:
    """The leaf hashes of the entries by which the cases were registered."""
    entries = Entry.objects.filter(dossier__in=list(cases), event="cases.registered").order_by("-at")
    return {
        int(case or 0): leaf_hash(text.encode()).hex() for case, text in entries.values_list("dossier", "canonical")
    }


def _is_enough(listed: Listed, roster: Sequence[Candidate]) -> bool:
    return len(eligible(drawing_batch.without(roster, listed.out))) >= listed.matter.seats


def _text(
    log: CourtLog,
    batch: Batch,
    listed: Sequence[Listed],
    roster: Sequence[Candidate],
    version: EnteredRule,
    at: dt.datetime,
) -> str:
    row = Log.objects.get(pk=log.name)
    state = LogState(row.size, Frontier(row.size, bytes(row.frontier)).root.hex())
    named = proving.keys_in_use(log, at)
    signed = [batch.asked_as, batch.answered_as]
    form = drawing_batch.record(
        listed, roster, version.rule, judge=batch.judge.public_id, signed=signed, log=state, keys=named, at=second(at)
    )
    return canonical(form).decode()


def _set_apart(rows: Sequence[BatchCase]) -> None:
    BatchCase.objects.filter(pk__in=[row.pk for row in rows]).update(is_apart=True)


def _enlist(one: BatchRecord, taking: Sequence[Taking]) -> None:
    """The rows take the places that they have among each other in the record."""
    places = sorted(each.row.order for each in taking)
    for order, each in zip(places, taking, strict=True):
        each.row.order, each.row.record, each.row.seats, each.row.salt = order, one, each.seats, each.shown.salt
    update_together([each.row for each in taking], ["order", "record", "seats", "salt"])
