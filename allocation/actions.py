"""The draw of a case in committed steps: record in the public log, proofs of court and witness, result.

A crash between them is resumed from the record: the proofs are unique, so the result is the same.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import structlog
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import drawing, events, facts, proving, vacancies
from allocation.batch_results import finish_batch
from allocation.courtlog import append_record, day_of, enter, locked, moment, record_moment
from allocation.drawing import Candidate, LogState, Matter, Rule
from allocation.giving import Vacancy
from allocation.models import BatchRecord, CourtLog, Draw, State, Waiting, Way
from allocation.opening import open_at_need
from allocation.rosters import Shown, matter_of, roster_of, rule_on, shown_of
from cases.actions import seat_judges
from cases.models import Case
from core import clock
from core.errors import Gone, Refused
from core.prepared import prepared
from journal import keys
from journal.actions import record
from journal.actors import job
from journal.canonical import canonical, second
from journal.merkle import Frontier
from journal.models import Log
from journal.witness.client import WitnessGone, WitnessRefused
from reference.models import Body
from staff.models import Judge

log = structlog.get_logger(__name__)
DRAWER = job("draw", gettext_lazy("draw"))
LOCK_CLASS = 0x6472  # "dr": the class of the advisory lock of one draw at a time in a court
LOCK_WAIT = "10s"
_TAKE_TURN = """
SELECT set_config('lock_timeout', %s, false); SELECT pg_advisory_lock(%s, %s);
SELECT set_config('lock_timeout', '0', false)
"""


@contextmanager
def alone(court: Body) -> Iterator[None]:
    """One draw at a time in a court: the next sees the load that the last one left."""
    with connection.cursor() as cursor:
        # One round trip; when the lock does not come, the setting falls back together with the statements.
        cursor.execute(_TAKE_TURN, [LOCK_WAIT, LOCK_CLASS, court.pk])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, court.pk])


def draw_case(case: Case, *, at: dt.datetime | None = None) -> Draw:
    """Draw the judge or panel of a case: record, proofs, result; records left behind are finished first.

    Raises Refused when nobody can take the case, Gone when key or witness do not answer: the case then waits.
    """
    try:
        with alone(case.court):
            before: Any = next(iter(_before(case.pk, case.court_id)), None)
            if before is None:
                open_at_need(case.court, at)
            elif before.is_behind:
                finish_left(before)
            draw = record_draw(case, at=at, is_first=not (before and before.was_drawn))
            return finish_draw(draw, at=at, is_new=draw.state == State.RECORDED)
    except (WitnessGone, WitnessRefused) as error:
        log.error("draw waits for the witness", case=case.pk, cause=str(error))
        raise Gone(_("The witness of draws does not answer. The case waits and is drawn by itself later.")) from error
    except keys.KeyMissing as error:
        log.error("draw waits for the key", case=case.pk, cause=str(error))
        raise Gone(_("The court's key does not answer. The case waits and is drawn by itself later.")) from error
    except OperationalError as error:
        log.error("draw waits for another", case=case.pk, cause=str(error))
        raise Gone(_("Other cases of the court are being drawn. The case waits and is drawn by itself.")) from error


@prepared
def _before(case: Any, court: Any) -> "QuerySet[CourtLog]":
    return CourtLog.objects.before(case).filter(pk=court)


def finish_left(court_log: CourtLog) -> None:
    """Finish the records that a crash or a silent witness left behind, of batches first: no load may be missing."""
    for batch in BatchRecord.objects.filter(log=court_log).unfinished():
        finish_batch(batch)
    for left in Draw.objects.filter(log=court_log).unfinished().select_related("log__court"):
        finish_draw(left)


def draw_many(court: Body, waiting: Sequence[tuple[Case, dt.datetime | None]]) -> list[Draw]:
    """Draw many cases of a court under one co-signed head: their records see the loads before all of them.

    For loading a demo, which alone may name past moments; the court's own cases are drawn one by one.
    """
    court_log = open_at_need(court, waiting[0][1] if waiting else None)
    with alone(court):
        finish_left(court_log)
        with transaction.atomic():
            records = [(record_draw(case, at=at), at) for case, at in waiting]
        return [finish_draw(draw, at=at) for draw, at in records]


@transaction.atomic
def record_draw(case: Case, *, at: dt.datetime | None = None, is_first: bool = False) -> Draw:
    """Fix the facts of the draw in the public log, before any randomness exists; the record of now if there is one.

    `is_first`: the caller, alone in the court, has seen that the case was never drawn.
    """
    court_log = cast("CourtLog", locked(case.court))
    case = Case.objects.lock(case.pk)
    previous = None if is_first else Draw.objects.filter(dossier=case.pk).order_by("attempt").last()
    vacant = vacancies.of_case(case) if previous or case.is_imported else []
    if previous and (previous.state != State.DONE or (case.judge_id and not vacant)):
        return previous
    refuse_settled(case, vacant)
    vacancies.refuse_for_reserve(case, vacant)
    facts.turn_year(court_log, record_moment(court_log, at))
    shown = shown_of(case)
    facts.enter_conflicts(court_log, case, shown.case)
    if vacant:
        vacancies.bar_sitting(court_log, case, shown.case)
    at = record_moment(court_log, at)
    version = rule_on(court_log, day_of(at))
    matter = vacancies.narrowed(matter_of(case, shown, version, previous), vacant)
    roster = roster_of(court_log, matter, case, day_of(at))
    _refuse_few(matter, roster)
    if len(drawing.eligible(roster)) == 1:
        return _no_choice(court_log, case, matter, roster, version.rule, shown=shown, at=at)
    return _recorded(court_log, case, matter, roster, version.rule, shown=shown, at=at)


def refuse_settled(case: Case, vacant: list[Vacancy]) -> None:
    """Refuse to give a case that has its judges, or is over."""
    if not case.is_open or ((case.judge_id or case.is_imported) and not vacant):
        raise Refused(_("The case %(number)s is not waiting for a judge.") % {"number": case.number})


def _refuse_few(matter: Matter, roster: list[Candidate]) -> None:
    able = len(drawing.eligible(roster))
    if able < matter.seats:
        raise Refused(
            _("%(seats)d judges are needed and %(able)d can take the case today; the chair must decide.")
            % {"seats": matter.seats, "able": able}
        )


def _recorded(
    court_log: CourtLog,
    case: Case,
    matter: Matter,
    roster: list[Candidate],
    rule: Rule,
    *,
    shown: Shown,
    at: dt.datetime,
) -> Draw:
    (state,) = _log_as_it_stands(court_log.name)
    named = proving.keys_in_use(court_log, at)
    before = LogState(state.size, Frontier(state.size, bytes(state.frontier)).root.hex())
    text = canonical(drawing.record(matter, roster, rule, log=before, keys=named, at=second(at)))
    index = append_record(court_log, text.decode(), at)
    return stored(court_log, case, matter, text.decode(), index, Way.RANDOM, shown=shown, at=at)


@prepared
def _log_as_it_stands(name: Any) -> "QuerySet[Log]":
    return Log.objects.filter(pk=name)


def stored(
    court_log: CourtLog,
    case: Case,
    matter: Matter,
    text: str,
    index: int,
    way: Way,
    *,
    shown: Shown,
    at: dt.datetime,
) -> Draw:
    """The row of an attempt whose entry stands in the log."""
    fixed = {"pool": matter.pool, "case": matter.case, "attempt": matter.attempt, "weight": matter.weight}
    name = drawing.draw_id(text.encode())
    where = {"log": court_log, "index": index, "dossier": case.pk, "public_id": name}
    return Draw.objects.create(**fixed, **where, kind=shown.kind, salt=shown.salt, way=way, at=at, record=text)


def _no_choice(
    court_log: CourtLog,
    case: Case,
    matter: Matter,
    roster: list[Candidate],
    rule: Rule,
    *,
    shown: Shown,
    at: dt.datetime,
) -> Draw:
    """One eligible judge is no choice, an entry of its own kind, never called a draw."""
    judges = [drawing.eligible(roster)[0].judge]
    form = drawing.matter_form(matter, roster, rule)
    index, text = enter(court_log, "no-choice", at=at, matter=form, judges=judges)
    draw = stored(court_log, case, matter, text, index, Way.NO_CHOICE, shown=shown, at=at)
    return given(draw, case, judges, index, at=at)


def finish_draw(draw: Draw, *, at: dt.datetime | None = None, is_new: bool = False) -> Draw:
    """Get the two proofs and seat the judges that follow from them; `is_new`: no head covers the record yet."""
    if draw.state == State.RECORDED:
        draw = prove(draw, is_new=is_new)
    return complete(draw, at=at) if draw.state == State.PROVED else draw


def prove(draw: Draw, *, is_new: bool = False) -> Draw:
    """The unique signatures of court and witness, kept with the result; after a crash before it they are the same."""
    ask = proving.witness().sign_draw
    proofs = proving.prove(draw.log, draw.record, draw.index, ask, is_new=is_new)
    (draw.court_proof, draw.witness_proof), draw.state = proofs, State.PROVED
    return draw


def record_form(draw: Draw) -> dict[str, Any]:
    """The record as it was fixed; of a draw in a batch, how it stood at its turn."""
    form: dict[str, Any] = drawing.parsed(draw.record)
    return form


def proofs_of(draw: Draw) -> tuple[bytes, bytes]:
    """The signatures of court and witness, of the batch where the case came by one; empty before they were given."""
    return proving.proofs_of(draw.batch or draw)


@transaction.atomic
def complete(draw: Draw, *, at: dt.datetime | None = None) -> Draw:
    """Enter the result in the public log and seat the judges; done twice it is done once."""
    court, witness = proofs_of(draw)
    (draw,) = _locked(draw.pk)
    if draw.state == State.DONE:
        return draw
    draw.court_proof, draw.witness_proof = court, witness
    drawn = drawing.result(record_form(draw), court, witness)
    proofs = {"court_proof": court.hex(), "witness_proof": witness.hex()}
    named = {"record": draw.index, "draw": draw.public_id, "judges": drawn.judges}
    index, _text = enter(draw.log, "result", at=moment(at), **named, **proofs)
    draw.tickets = drawn.tickets
    return given(draw, Case.objects.lock(draw.dossier), drawn.judges, index, at=at)


@prepared
def _locked(pk: Any) -> "QuerySet[Draw]":
    return Draw.objects.select_for_update(of=("self", "log")).select_related("log__court").filter(pk=pk)


def given(draw: Draw, case: Case, judges: list[str], index: int, *, at: dt.datetime | None, by: Any = DRAWER) -> Draw:
    """Raise the loads, seat the judges, tell the case."""
    roster = drawing.roster_of(matter_form(draw))
    shares = {row.judge: row.share for row in roster}
    seated: dict[str, Judge] = {}
    for place in facts.held_on(draw.log_id, draw.pool, day_of(draw.at), judges):
        seated[place.judge.public_id] = place.judge
        place.load += drawing.growth(draw.weight, shares.get(place.judge.public_id, place.share))
        place.drawn += 1
        place.save(update_fields=["load", "drawn"])
    draw.judges, draw.result_index, draw.state, draw.done_at = judges, index, State.DONE, moment(at)
    proofs = ["court_proof", "witness_proof"] if draw.court_proof else []
    draw.save(update_fields=["judges", "tickets", "result_index", "state", "done_at", *proofs])
    ground = {"draw": draw.public_id, "way": draw.way}
    candidates = len(drawing.eligible(roster))
    told: dict[str, Any] = {"judges": judges, "candidates": candidates, "record": draw.index}
    record(events.OF_WAY[draw.way], on=case, by=by, **told, **ground)
    _seat(case, draw, [seated[judge] for judge in judges], ground=ground, by=by)
    Waiting.objects.filter(dossier=case.pk).delete()
    return draw


def _seat(case: Case, draw: Draw, judges: list[Judge], *, ground: dict[str, Any], by: Any) -> None:
    if vacant := vacancies.of_case(case) if draw.attempt > 1 or case.is_imported else []:
        vacancies.fill(case, draw, vacant, judges, ground=ground, by=by)
    else:
        seat_judges(case, judges, ground=ground, by=by)


def matter_form(draw: Draw) -> dict[str, Any]:
    """The facts on which the case was given, drawn or not."""
    form = record_form(draw)
    matter: dict[str, Any] = form.get("matter", form)
    return matter


def try_draw(case: Case) -> Draw | None:
    """Draw the case if it can be drawn now, else note why it waits."""
    try:
        return draw_case(case)
    except (Gone, Refused) as error:
        note_waiting(case, str(error))
    return None


def note_waiting(case: Case, reason: str) -> None:
    """Note why the case waits for its judge."""
    now = clock.now()
    known = {"reason": reason[:500], "tried_at": now, "court": case.court}
    Waiting.objects.update_or_create(dossier=case.pk, defaults=known, create_defaults={**known, "since": now})


def keep_up(court_log: CourtLog) -> None:
    """Enter what the staff office wrote down since: who came, who left, who is away, who is back."""
    with transaction.atomic():
        held = cast("CourtLog", locked(court_log.court))
        facts.turn_year(held, clock.now())
        facts.enter_absences(held)
        facts.lift_returned(held)
        facts.leave_gone(held)
        facts.join_missing(held)
