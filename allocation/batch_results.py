"""The end of a batch: one pair of proofs over its record, then all results in one transaction or none.

A crash in between is resumed from the record: the proofs are unique, so every case finds the same judge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import drawing_batch, events, facts, proving, vacancies
from allocation.courtlog import day_of, enter, moment
from allocation.drawing import Rule, eligible, growth, matter_form, parsed, roster_of
from allocation.drawing_batch import Step
from allocation.giving import BatchCase, Vacancy, Why
from allocation.models import BatchRecord, Draw, Place, State, Waiting, Way
from cases.models import Case
from cases.seats import Taken, take_all
from core import clock
from core.together import update_together
from journal.actions import record
from journal.actors import job
from journal.canonical import canonical
from staff.models import Judge

REDRAWER = job("redraw", gettext_lazy("redraw of a judge's cases"))


@dataclass(frozen=True)
class Given:
    """One case of a batch with its row, what the generator gave, the draw that says so, and who sits there now."""

    row: BatchCase
    case: Case
    step: Step
    draw: Draw
    sitting: dict[int, int]

    @property
    def sits(self) -> bool:
        """Whether the case is undecided still, so that who left must be followed by another."""
        return self.case.status in vacancies.UNDECIDED

    def seats(self, leaver: Judge, judges: dict[str, Judge]) -> dict[int, Judge]:
        """The seats that the record fills, without any that another took meanwhile, by who sits there not yet."""
        others = {seat: judge for seat, judge in self.sitting.items() if judge != leaver.pk}
        drawn = [(seat, judges[name]) for seat, name in zip(self.row.seats, self.step.judges, strict=True)]
        return {seat: one for seat, one in drawn if seat not in others and one.pk not in others.values()}


def finish_batch(one: BatchRecord, *, is_new: bool = False) -> BatchRecord:
    """Get the two proofs and give every case the judges that follow; `is_new`: no head covers the record yet."""
    if one.state == State.RECORDED:
        one = prove_batch(one, is_new=is_new)
    return complete_batch(one)


def prove_batch(one: BatchRecord, *, is_new: bool = False) -> BatchRecord:
    """Have court and witness sign the record; kept at once, so that the page can say so."""
    ask = proving.witness().sign_batch
    one.court_proof, one.witness_proof = proving.prove(one.log, one.record, one.index, ask, is_new=is_new)
    one.state = State.PROVED
    proofs = {"court_proof": one.court_proof, "witness_proof": one.witness_proof}
    BatchRecord.objects.filter(pk=one.pk, state=State.RECORDED).update(state=State.PROVED, **proofs)
    return one


@transaction.atomic
def complete_batch(one: BatchRecord) -> BatchRecord:
    """Enter the result, move the loads, seat the judges of all cases: everything or nothing, and once."""
    held = BatchRecord.objects.select_for_update(of=("self", "log")).select_related("log__court", "redraw__judge__user")
    one = held.get(pk=one.pk)
    if one.state == State.DONE:
        return one
    court, witness = proving.proofs_of(one)
    steps = drawing_batch.result(parsed(one.record), court, witness)
    named: dict[str, Any] = {"record": one.index, "batch": one.public_id, "judges": [step.judges for step in steps]}
    named |= {"court_proof": court.hex(), "witness_proof": witness.hex()}
    one.result_index, _text = enter(one.log, "batch-result", **named)
    one.state, one.done_at = State.DONE, moment()
    one.save(update_fields=["state", "result_index", "done_at"])
    judges = _raise_loads(one, steps)
    _give(one, _given(one, steps), judges)
    return one


def _raise_loads(one: BatchRecord, steps: Sequence[Step]) -> dict[str, Judge]:
    """Move the loads of all cases at once; the judges of the pool by their ids."""
    shares = {row.judge: row.share for row in roster_of(parsed(one.record))}
    held = facts.places_on(one.log, one.pool, day_of(one.at)).select_for_update(of=("self",))
    places = {place.judge.public_id: place for place in held}
    for step in steps:
        for judge in step.judges:
            places[judge].load += growth(step.matter.weight, shares[judge])
            places[judge].drawn += 1
    update_together(places.values(), ["load", "drawn"])
    return {name: place.judge for name, place in places.items()}


def _given(one: BatchRecord, steps: Sequence[Step]) -> list[Given]:
    """The rows of the batch in the order of its record, each with its draw."""
    rows = list(BatchCase.objects.filter(record=one).order_by("order"))
    locked = Case.objects.select_for_update(of=("self",)).select_related("court", "dossier").order_by("pk")
    cases = {case.pk: case for case in locked.filter(pk__in=[row.case_id for row in rows])}
    rule, sitting = Rule(**parsed(one.record)["rule"]), vacancies.sitting_in(cases)
    found = [
        Given(row, cases[row.case_id], step, _draw(one, row, step, rule), sitting.get(row.case_id, {}))
        for row, step in zip(rows, steps, strict=True)
    ]
    Draw.objects.bulk_create(given.draw for given in found)
    return found


def _draw(one: BatchRecord, row: BatchCase, step: Step, rule: Rule) -> Draw:
    """The attempt of one case; its record says how case and pool stood when its turn came."""
    matter = step.matter
    stood = {"batch": one.public_id, "matter": matter_form(matter, step.roster, rule)}
    done = {"state": State.DONE, "done_at": one.done_at, "result_index": one.result_index, "index": one.index}
    fixed = {"pool": matter.pool, "case": matter.case, "attempt": matter.attempt, "weight": matter.weight}
    return Draw(
        **{**fixed, **done, "log": one.log, "batch": one, "dossier": row.case_id, "at": one.at, "salt": row.salt},
        public_id=drawing_batch.number_in(one.public_id, matter.case),
        way=Way.BATCH if step.tickets else Way.NO_CHOICE,
        kind=matter.kind,
        record=canonical(stood).decode(),
        judges=step.judges,
        tickets=step.tickets,
    )


def _give(one: BatchRecord, given: Sequence[Given], judges: dict[str, Judge]) -> None:
    """Empty and fill the seats, tell the cases. One decided meanwhile keeps its draw in the log and stays as it is:
    as with a claim that is withdrawn, the load is not given back, so that nobody can play with the moment.
    """
    leaver, waiting = one.redraw.judge, [each for each in given if each.sits]
    left = [each.case for each in waiting if leaver.pk in each.sitting.values()]
    vacancies.empty_seats(left, leaver, why=Why.LEFT, index=left_entry(leaver, one.pool), by=REDRAWER)
    for each in waiting:
        told = {"judges": each.step.judges, "candidates": len(eligible(each.step.roster)), "record": one.index}
        record(events.OF_WAY[each.draw.way], on=each.case, by=REDRAWER, **told, **_ground(one, each))
    taken = [Taken(each.case, each.seats(leaver, judges), _ground(one, each)) for each in waiting]
    take_all([each for each in taken if each.judges], by=REDRAWER)
    emptied = vacancies.fill_all({each.draw: list(each.seats(leaver, judges)) for each in waiting})
    own = {row.case_id: row for row in emptied if row.judge_id == leaver.pk}
    for each in given:
        _note(each.row, own.get(each.row.case_id))
    update_together([each.row for each in given], ["vacancy", "is_done", "is_apart", "note"])
    Waiting.objects.filter(dossier__in=[each.row.case_id for each in given]).delete()


def _note(row: BatchCase, vacancy: Vacancy | None) -> None:
    """What became of the seat; were somebody else drawn for another seat meanwhile, it would be drawn by itself."""
    row.vacancy = vacancy
    row.is_done = vacancy is None or vacancy.filled_by_id is not None
    row.is_apart, row.note = not row.is_done, "" if vacancy else decided_meanwhile()


def _ground(one: BatchRecord, each: Given) -> dict[str, Any]:
    return {"draw": each.draw.public_id, "way": str(each.draw.way), "batch": one.public_id}


def left_entry(judge: Judge, pool: str) -> int | None:
    """The entry by which the judge left the pool, in force today; none when the judge never had a place in it."""
    ended = Place.objects.filter(judge=judge, log__court=judge.body_id, pool=pool, until_on__lte=clock.today())
    found: int | None = ended.order_by("-left_entry").values_list("left_entry", flat=True).first()
    return found


def decided_meanwhile() -> str:
    """What the page says of a case that nobody needs any more."""
    return _("Decided meanwhile, or the judge sits in it no more: it stays as it is.")
