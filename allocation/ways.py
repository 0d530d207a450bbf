"""Giving a case without a draw: by resolution (dərkənar) of two people, or by turn of a list published beforehand.

Each is an entry of its own kind in the public log; the load grows as by a draw.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from allocation import drawing, events, facts, vacancies
from allocation.actions import DRAWER, alone, given, refuse_settled, stored
from allocation.courtlog import day_of, enter, locked, moment
from allocation.drawing import Matter, Rule
from allocation.giving import Asked, Reason, Resolution
from allocation.levers import list_on
from allocation.models import Conflict, CourtLog, Draw, Place, State, Way
from allocation.opening import open_at_need
from allocation.rosters import Shown, matter_of, rule_on, shown_of
from allocation.signers import posting_id
from cases.models import Case, JudgeSeat
from core import clock
from core.errors import Gone, Refused
from journal import keys
from journal.actions import record
from journal.witness.client import WitnessGone, WitnessRefused
from reference.models import Body
from staff.models import Absence, Judge


@contextmanager
def turn(court: Body) -> Iterator[None]:
    """Alone in the court's log, opened at need, until the end of the block; all of it is done or nothing.

    Raises Gone when others draw for long, or when a log cannot be opened; records of other cases are not waited for.
    """
    try:
        with alone(court):
            open_at_need(court)
            with transaction.atomic():
                yield
    except (OperationalError, WitnessGone, WitnessRefused, keys.KeyMissing) as error:
        raise Gone(_("The log of draws does not answer now. Nothing was changed; try again soon.")) from error


@dataclass(frozen=True)
class Attempt:
    """An attempt of a case on its way into the log without a record of a draw."""

    log: CourtLog
    case: Case
    shown: Shown
    matter: Matter
    rule: Rule
    at: Any

    @property
    def form(self) -> dict[str, Any]:
        """The matter as the entry shows it: no roster, since nothing is drawn."""
        return drawing.matter_form(self.matter, [], self.rule)


def attempt_of(case: Case, pool: str = "") -> Attempt:
    """What the log says of the next attempt of the case, in another pool if one is named.

    Raises Refused when the case does not wait for a judge.
    """
    court_log = cast("CourtLog", locked(case.court))
    case = Case.objects.lock(case.pk)
    previous = Draw.objects.filter(dossier=case.pk).order_by("attempt").last()
    if (previous and previous.state != State.DONE) or vacancies.is_on_record(case):
        raise Refused(_("A draw of the case is under way; its result comes by itself."))
    vacant = vacancies.of_case(case)
    refuse_settled(case, vacant)
    at = max(moment(), court_log.last_at)
    facts.turn_year(court_log, at)
    facts.enter_conflicts(court_log, case, (shown := shown_of(case)).case)
    version = rule_on(court_log, day_of(at))
    matter = vacancies.narrowed(matter_of(case, shown, version, previous), vacant)
    matter = replace(matter, pool=pool or matter.pool)
    return Attempt(court_log, case, shown, matter, version.rule, max(at, court_log.last_at))


def unfit(attempt: Attempt, judge: str, place: Place | None) -> str:
    """Why this judge cannot be given the case now; empty when he can."""
    day = day_of(attempt.at)
    if place is None:
        return _("%(judge)s does not take cases of this kind in the court.") % {"judge": judge}
    away = Absence.objects.filter(judge=place.judge, from_on__lte=day, to_on__gte=day).exists()
    if away or place.judge_id in facts.absent_on(attempt.log, day):
        return _("%(judge)s is absent.") % {"judge": judge}
    if Conflict.objects.filter(judge=place.judge, case=attempt.matter.case).exists():
        return _("%(judge)s may not take this case.") % {"judge": judge}
    if JudgeSeat.objects.filter(case=attempt.case, judge=place.judge, to_on=None).exists():
        return _("%(judge)s sits in the case already.") % {"judge": judge}
    return ""


def places_for(attempt: Attempt) -> dict[str, Place]:
    """The judges of the case's pool today."""
    return {p.judge.public_id: p for p in facts.places_on(attempt.log, attempt.matter.pool, day_of(attempt.at))}


def give(
    case: Case, judges: Sequence[str], *, reason: str, text: str, by: tuple[str, str], actor: Any = DRAWER
) -> Draw:
    """Give the case to these judges (public ids in order of seats) by a resolution; `by` are the two who signed it.

    Raises Refused for a judge who is absent, in conflict or of another pool, or when the case has its judges.
    """
    with turn(case.court):
        return _give(case, judges, reason=reason, text=text, by=by, actor=actor)


def _give(case: Case, judges: Sequence[str], *, reason: str, text: str, by: tuple[str, str], actor: Any) -> Draw:
    attempt = attempt_of(case)
    _refuse_unfit(attempt, judges)
    if len(set(by)) != 2:
        raise Refused(_("Two people sign a resolution."))
    resolution = hashlib.sha256(text.encode()).hexdigest()
    told = {"reason": Reason(reason).value, "resolution": resolution, "by": list(by)}
    return _entered(attempt, "manual", Way.MANUAL, list(judges), actor=actor, **told)


def _refuse_unfit(attempt: Attempt, judges: Sequence[str]) -> None:
    if len(set(judges)) != attempt.matter.seats or len(judges) != attempt.matter.seats:
        raise Refused(_("%(seats)d different judges are needed.") % {"seats": attempt.matter.seats})
    places = places_for(attempt)
    if reasons := [why for judge in judges if (why := unfit(attempt, judge, places.get(judge)))]:
        raise Refused(*reasons)


def _entered(attempt: Attempt, kind: str, way: Way, judges: list[str], *, actor: Any, **told: Any) -> Draw:
    log, case = attempt.log, attempt.case
    index, text = enter(log, kind, at=attempt.at, matter=attempt.form, judges=judges, **told)
    draw = stored(log, case, attempt.matter, text, index, way, shown=attempt.shown, at=log.last_at)
    return given(draw, case, judges, index, at=log.last_at, by=actor)


def give_by_turn(case: Case, *, pool: str = "", actor: Any = DRAWER) -> Draw:
    """Give the case to the next on the list published for its pool, or for `pool`, a day before or earlier."""
    with turn(case.court):
        attempt = attempt_of(case, pool)
        known = list_on(attempt.log, attempt.matter.pool, day_of(attempt.at))
        if known is None:
            raise Refused(_("No list is published for this pool; a list counts from the day after its entry."))
        judges = next_on(attempt, known.judges)
        return _entered(attempt, "sequential", Way.SEQUENTIAL, judges, actor=actor, list=known.index)


def give_listed(case: Case, judges: Sequence[str], *, pool: str, entry: int | None, actor: Any = DRAWER) -> Draw:
    """Give the case to those whose turn it was by the list of this entry, when its paper was taken; the reporter first.

    Raises Refused when the case is of another pool, or one of them cannot take it now.
    """
    with turn(case.court):
        attempt = attempt_of(case)
        if attempt.matter.pool != pool:
            raise Refused(_("The paper was taken for another kind of proceedings."))
        turns = list(judges[: attempt.matter.seats])
        _refuse_unfit(attempt, turns)
        return _entered(attempt, "sequential", Way.SEQUENTIAL, turns, actor=actor, list=entry)


def next_on(attempt: Attempt, order: Sequence[str]) -> list[str]:
    """The judges whose turn it is: after the one who was given the last case by turn, without who cannot take it."""
    places = places_for(attempt)
    able = [judge for judge in _rotated(attempt, order) if not unfit(attempt, judge, places.get(judge))]
    if len(able) < attempt.matter.seats:
        raise Refused(_("Nobody on the published list can take the case today."))
    return able[: attempt.matter.seats]


def _rotated(attempt: Attempt, order: Sequence[str]) -> list[str]:
    given_last = Draw.objects.filter(log=attempt.log, pool=attempt.matter.pool, way=Way.SEQUENTIAL).order_by("index")
    for judges in given_last.reverse().values_list("judges", flat=True)[:1]:
        if judges and judges[-1] in order:
            after = order.index(judges[-1]) + 1
            return [*order[after:], *order[:after]]
    return list(order)


# Resolutions of people: one asks, another confirms.


def obstacles(case: Case) -> Iterator[str]:
    """Why no resolution can be asked for now."""
    if Resolution.objects.filter(case=case, state=Asked.ASKED).exists():
        yield _("A resolution waits for the second person already.")


@transaction.atomic
def ask_resolution(case: Case, *, judges: Sequence[str], reason: str, text: str, by: User) -> Resolution:
    """The first person asks that the case be given by hand, with a reason of the closed list; nothing changes yet."""
    case = Case.objects.lock(case.pk)
    refuse_settled(case, vacancies.of_case(case))
    if reasons := list(obstacles(case)):
        raise Refused(*reasons)
    asked = {"asked_by": by, "asked_as": posting_id(by, case.court)}
    resolution = Resolution.objects.create(case=case, judges=list(judges), reason=reason, text=text, **asked)
    record(events.RESOLUTION_ASKED, on=case, by=by, judges=list(judges), reason=reason, resolution=resolution.pk)
    return resolution


def answered(row: Any, *, by: User, court: Body, state: Asked, answer: str = "", signed: str = "") -> None:
    """Note what the second person said of what the first asked; Refused when it is the same person, or too late.

    `signed`: the public id of the posting by which the second signs, where it need not be one in the court.
    """
    if not row.is_open:
        raise Refused(_("It is answered already."))
    if row.asked_by_id == by.pk:
        raise Refused(_("Another person must confirm it than who asked."))
    row.answered_by, row.answered_as, row.answered_at = by, signed or posting_id(by, court), clock.now()
    row.state, row.answer = state, answer
    row.save(update_fields=["answered_by", "answered_as", "answered_at", "state", "answer"])


def confirm_resolution(resolution: Resolution, *, by: User) -> Draw:
    """The second person confirms: the entry `manual` in the public log, the load grows, the judges are seated."""
    court = resolution.case.court
    with turn(court):
        held = Resolution.objects.select_for_update(of=("self",)).select_related("case__court").get(pk=resolution.pk)
        answered(held, by=by, court=court, state=Asked.DONE)
        signed = (held.asked_as, held.answered_as)
        held.draw = _give(held.case, held.judges, reason=held.reason, text=held.text, by=signed, actor=by)
        held.save(update_fields=["draw"])
        return held.draw


@transaction.atomic
def refuse_resolution(resolution: Resolution, *, answer: str, by: User) -> Resolution:
    """The second person does not confirm and says why; the case goes on waiting for its draw."""
    held = Resolution.objects.select_for_update(of=("self",)).select_related("case__court").get(pk=resolution.pk)
    answered(held, by=by, court=held.case.court, state=Asked.REFUSED, answer=answer)
    record(events.RESOLUTION_REFUSED, on=held.case, by=by, answer=answer, resolution=held.pk)
    return held


def choices(case: Case) -> list[tuple[str, str]]:
    """The judges of the case's pool as a form offers them."""
    log = CourtLog.objects.filter(court=case.court).first()
    places = facts.places_on(log, facts.pool_of(case.court, case.kind), clock.today()) if log else []
    return sorted((place.judge.public_id, str(place.judge)) for place in places)


def judge_named(court: Body, public_id: str) -> Judge:
    """The judge of a court by the public id."""
    found: Judge = Judge.objects.select_related("user").get(body=court, public_id=public_id)
    return found
