"""A judge's office ended: two people have all the undecided cases drawn anew, by one record for each pool.

What became of each case stands in its row, so that the work goes on where it stood after any crash.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import structlog
from django.db import OperationalError, connection, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from allocation import events, vacancies, ways
from allocation.actions import alone, draw_case, finish_left
from allocation.batch_records import record_batch, waiting_rows
from allocation.batch_results import REDRAWER, decided_meanwhile, finish_batch, left_entry
from allocation.changes import signs_as
from allocation.facts import pool_of
from allocation.giving import Asked, Batch, BatchCase, Vacancy, Why
from allocation.models import Place
from allocation.opening import open_at_need
from allocation.vacancies import UNDECIDED
from cases.models import Case, JudgeSeat
from core import clock
from core.errors import Gone, Refused
from journal import keys
from journal.actions import record
from journal.witness.client import WitnessGone, WitnessRefused
from staff.models import Judge

log = structlog.get_logger(__name__)
LOCK_CLASS = 0x6261  # "ba": the class of the advisory lock of one worker at a time in a batch
STEP = 25  # cases drawn by themselves in a step, so that a worker is soon free for other work


def undecided(judge: Judge) -> "QuerySet[Case]":
    """Undecided cases in which the judge sits, in the order of their registration."""
    sits = JudgeSeat.objects.filter(judge=judge, to_on=None).values("case")
    found: QuerySet[Case] = Case.objects.filter(pk__in=sits, status__in=UNDECIDED)
    return found.order_by("registered_at", "pk")


def leaving(courts: Collection[int]) -> list[Judge]:
    """Judges of these courts whose office ends or ended and who sit in undecided cases, without those asked for."""
    sits = JudgeSeat.objects.filter(judge__body__in=courts, to_on=None, case__status__in=UNDECIDED).values("judge")
    asked = Batch.objects.filter(ended_at=None).exclude(state=Asked.REFUSED).values("judge")
    found = Judge.objects.filter(pk__in=sits).exclude(to_on=None).exclude(pk__in=asked)
    return list(found.select_related("user", "body").order_by("body", "public_id"))


def has_left(judge: Judge) -> bool:
    """Whether the office is over and, by the public log, every place of the judge in the court's pools has ended."""
    today = clock.today()
    counts = Place.objects.filter(Q(until_on=None) | Q(until_on__gt=today), judge=judge, log__court=judge.body_id)
    return judge.to_on is not None and judge.to_on < today and not counts.exists()


# Two people: one asks, another confirms.


@transaction.atomic
def start_batch(judge: Judge, *, reason: str, by: User) -> Batch:
    """Ask that all undecided cases of a judge whose office ends be drawn anew; nothing changes before another confirms.

    Raises Refused for a judge who stays in office, sits in no undecided case, or for whom it is asked already.
    """
    judge = Judge.objects.select_for_update(of=("self",)).select_related("user", "body").get(pk=judge.pk)
    if judge not in leaving([judge.body_id]):
        raise Refused(_("The judge stays in office, has no undecided case, or the redraw is asked for already."))
    asked = {"asked_by": by, "asked_as": signs_as(by, judge.body)}
    batch = Batch.objects.create(court=judge.body, judge=judge, reason=reason, **asked)
    record(events.BATCH_STARTED, on=batch, by=by, judge=judge.public_id, name=str(judge), reason=reason)
    return batch


def _held(batch: Batch) -> Batch:
    rows = Batch.objects.select_for_update(of=("self",)).select_related("court", "judge__user", "judge__body")
    found: Batch = rows.get(pk=batch.pk)
    return found


@transaction.atomic
def confirm_batch(batch: Batch, *, by: User) -> Batch:
    """The second person confirms: the cases are drawn anew, once the judge's place in the draws has ended."""
    held = _held(batch)
    ways.answered(held, by=by, court=held.court, state=Asked.DONE, signed=signs_as(by, held.court))
    signed = [held.asked_as, held.answered_as]
    record(events.BATCH_CONFIRMED, on=held, by=by, judge=held.judge.public_id, signed=signed)
    return held


@transaction.atomic
def refuse_batch(batch: Batch, *, answer: str, by: User) -> Batch:
    """The second person does not confirm and says why; the cases stay as they are."""
    held = _held(batch)
    signed = signs_as(by, held.court)
    ways.answered(held, by=by, court=held.court, state=Asked.REFUSED, answer=answer, signed=signed)
    record(events.BATCH_REFUSED, on=held, by=by, judge=held.judge.public_id, answer=answer)
    return held


# The work: each part committed by itself, so that it goes on where it stood.


def run_batches() -> None:
    """A step of every confirmed batch that is not at its end."""
    for batch in Batch.objects.running().select_related("court", "judge__user", "judge__body"):
        run_step(batch)


def run_step(batch: Batch) -> None:
    """Draw the cases of a batch anew, unless another worker does or the judge's place has not ended."""
    with _alone_in(batch) as is_mine:
        if not is_mine or not has_left(batch.judge):
            return
        list_cases(batch)
        _note_filled(batch)
        if _draw_pools(batch) and all(redraw_row(row) for row in _apart(batch)):
            _end(batch)


@contextmanager
def _alone_in(batch: Batch) -> Iterator[bool]:
    """Whether nobody else works on the batch; a worker that was killed lets go with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, batch.pk])
        (is_mine,) = cursor.fetchone() or (False,)
        try:
            yield bool(is_mine)
        finally:
            if is_mine:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, batch.pk])


@transaction.atomic
def list_cases(batch: Batch) -> None:
    """Write down the cases, pool by pool in the order of their numbers; those that are listed keep their place."""
    listed = BatchCase.objects.filter(batch=batch)
    last = listed.aggregate(last=Max("order"))["last"] or 0
    new = undecided(batch.judge).exclude(pk__in=listed.values("case")).select_related("court", "kind")
    in_order = sorted(new, key=lambda case: (pool_of(case.court, case.kind), case.number))
    BatchCase.objects.bulk_create(
        BatchCase(batch=batch, case=case, order=order) for order, case in enumerate(in_order, start=last + 1)
    )


def _note_filled(batch: Batch) -> None:
    """Cases that were drawn meanwhile, by the sweep or by a resolution."""
    filled = BatchCase.objects.filter(batch=batch, is_done=False, vacancy__filled_by__isnull=False)
    filled.update(is_done=True, note="")


def _draw_pools(batch: Batch) -> bool:
    """Draw the cases of each pool by one record; False, with the reason in the rows, while nothing can be drawn."""
    pools = {pool_of(row.case.court, row.case.kind) for row in waiting_rows(batch)}
    if not pools and not batch.records.unfinished().exists():
        return True
    try:
        with alone(batch.court):
            finish_left(open_at_need(batch.court))
            for pool in sorted(pools):
                if one := record_batch(batch, pool):
                    finish_batch(one, is_new=True)
        return True
    except (WitnessGone, WitnessRefused, keys.KeyMissing, OperationalError) as error:
        log.error("batch waits", batch=batch.pk, cause=str(error))
        _note_waiting(
            batch, _("Key or witness of the draws do not answer. The cases wait and are drawn by themselves.")
        )
    except Refused as refused:
        _note_waiting(batch, str(refused))
    return False


@transaction.atomic
def _note_waiting(batch: Batch, why: str) -> None:
    BatchCase.objects.filter(batch=batch, is_done=False, is_apart=False).update(note=why[:500])


# Cases that no record could take: the seat is emptied and drawn as any other, or given by a resolution.


def _apart(batch: Batch) -> list[BatchCase]:
    """Such cases that are not done: first those of which nothing was tried, so that one that waits holds up none."""
    rows = BatchCase.objects.filter(batch=batch, is_done=False, is_apart=True)
    rows = rows.select_related("case__court", "case__kind", "case__category", "case__dossier", "batch__judge__user")
    return list(rows.order_by(F("vacancy").asc(nulls_first=True), "order")[:STEP])


def redraw_row(row: BatchCase) -> bool:
    """Take the seat, then draw the case anew; False when no case can be drawn now (key or witness are silent)."""
    if row.vacancy_id is None:
        take_seat(row)
    if row.is_done:
        return True
    try:
        draw_case(row.case)
    except Refused as refused:
        note_row(row, str(refused))
    except Gone as gone:
        note_row(row, str(gone))
        return False
    else:
        note_row(row)
    return True


@transaction.atomic
def take_seat(row: BatchCase) -> None:
    """The judge who left leaves the seat; a case that was decided meanwhile, or that he left, stays as it is."""
    case, judge = Case.objects.lock(row.case_id), row.batch.judge
    if undecided(judge).filter(pk=case.pk).exists():
        entry = left_entry(judge, pool_of(case.court, case.kind)) or _left_court(judge)
        row.vacancy = vacancies.empty_seat(case, judge, why=Why.LEFT, index=entry, by=REDRAWER)
    else:
        row.is_done, row.note = True, decided_meanwhile()
    row.save(update_fields=["vacancy", "is_done", "note"])


def _left_court(judge: Judge) -> int | None:
    """The last entry by which the judge left a pool of the court."""
    entered = Place.objects.filter(judge=judge, log__court=judge.body_id, left_entry__isnull=False)
    return max((place.left_entry or 0 for place in entered), default=None)


@transaction.atomic
def note_row(row: BatchCase, why: str = "") -> None:
    """Whether another judge has the seat, else why it waits; a case that is over needs none any more."""
    is_filled = Vacancy.objects.filter(batch_row=row, filled_by__isnull=False).exists()
    row.is_done = is_filled or not Case.objects.get(pk=row.case_id).is_open
    row.note = "" if is_filled else why[:500]
    row.save(update_fields=["is_done", "note"])


@transaction.atomic
def _end(batch: Batch) -> None:
    """The batch is at its end when every listed case is done and the judge sits in no other."""
    held, rows = _held(batch), BatchCase.objects.filter(batch=batch)
    if held.ended_at or rows.filter(is_done=False).exists() or undecided(held.judge).exists():
        return
    held.ended_at = clock.now()
    held.save(update_fields=["ended_at"])
    drawn = rows.filter(vacancy__filled_by__isnull=False).count()
    record(events.BATCH_ENDED, on=held, by=REDRAWER, judge=held.judge.public_id, cases=rows.count(), drawn=drawn)
    log.info("batch ended", batch=held.pk, drawn=drawn)
