"""Recusal of a judge and objection to one: moved, decided as the law says, and when granted the seat is drawn anew."""

from functools import partial
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from allocation import events, vacancies
from allocation.actions import try_draw
from allocation.courtlog import enter, locked
from allocation.giving import Mover, Recusal, Ruling, Vacancy, Why
from allocation.models import Conflict, CourtLog, Draw, State
from allocation.opening import open_at_need
from allocation.recusal import CIVIL, CRIMINAL, Competence, Decider, competence, outcome
from allocation.rosters import shown_of
from cases.models import Case, JudgeSeat
from core import clock
from core.errors import Refused
from journal.actions import record
from staff.models import Judge
from staff.presence import chairs


def may_be_moved(case: Case) -> bool:
    """A recusal is moved while the case is not decided (MPM 21.2)."""
    return case.status in vacancies.UNDECIDED and case.judge_id is not None


def sitting(case: Case) -> list[Judge]:
    """The judges who decide the case, the reporter first; no reserve judge is among them."""
    seats = JudgeSeat.objects.filter(case=case).deciding().select_related("judge__user", "judge__body")
    return [seat.judge for seat in seats]


def recusable(case: Case) -> list[Judge]:
    """The judges who can be objected to: those who decide, and the reserve judge."""
    seats = JudgeSeat.objects.filter(case=case).held().select_related("judge__user", "judge__body")
    return [seat.judge for seat in seats]


def competence_for(case: Case, judge: Judge, mover: str) -> Competence:
    """Who decides on the recusal of this judge in this case."""
    in_office = Judge.objects.in_office(case.court, clock.today())
    kinds = {case.kind.code, *case.kind.group.split(";")}
    pending = Recusal.objects.filter(case=case, state=Ruling.FILED).exclude(judge=judge)
    return competence(
        seats=len(sitting(case)),
        is_chair=judge.is_chair,
        is_only_judge=len(in_office) < 2,
        is_civil=not CIVIL.isdisjoint(kinds),
        is_criminal=not CRIMINAL.isdisjoint(kinds),
        is_first_instance=(case.court.instance or 1) == 1,
        others_moved=pending.count(),
        by_self=mover == Mover.SELF,
    )


@transaction.atomic
def file_recusal(case: Case, judge: Judge, *, by: User, **facts: Any) -> Recusal:
    """Enter a judge's recusal of himself or a participant's objection, in writing, before the merits (MPM 21.2).

    `facts`: mover, party, ground, text, filed_on. Raises Refused for a judge who does not sit, or one objected to
    before on the same ground (MPM 21.6).
    """
    case = Case.objects.lock(case.pk)
    if not may_be_moved(case) or judge not in recusable(case):
        raise Refused(_("%(judge)s does not sit in this case, or it is decided already.") % {"judge": judge})
    earlier = Recusal.objects.filter(case=case, judge=judge)
    if earlier.filter(state=Ruling.FILED).exists():
        raise Refused(_("A recusal of this judge is being decided already."))
    if earlier.filter(state=Ruling.REFUSED, ground=facts["ground"], party=facts.get("party", "")).exists():
        raise Refused(_("The same recusal was refused before and is not repeated (MPM 21.6)."))
    _refuse_other_self(judge, facts["mover"], by)
    decider = competence_for(case, judge, facts["mover"]).decider
    recusal = Recusal.objects.create(case=case, judge=judge, decider=decider, entered_by=by, **facts)
    _tell(events.RECUSAL_FILED, recusal, by=by, mover=facts["mover"], ground=facts["ground"], decider=str(decider))
    return recusal


def _refuse_other_self(judge: Judge, mover: str, by: User) -> None:
    sits_somewhere = Judge.objects.filter(user=by).exists()
    if mover == Mover.SELF and sits_somewhere and by.pk != judge.user_id:
        raise Refused(_("A judge recuses himself, nobody else."))


def _tell(event: Any, recusal: Recusal, *, by: User, **told: Any) -> None:
    named = {"recusal": recusal.pk, "judge": recusal.judge.public_id, "name": str(recusal.judge)}
    record(event, on=recusal.case, by=by, party=recusal.party, **named, **told)


def deciders(recusal: Recusal) -> list[Judge]:
    """The other judges of the panel who still have to vote; empty where one alone decides."""
    if recusal.decider != Decider.PANEL:
        return []
    voted = {vote["judge"] for vote in recusal.votes}
    others = [judge for judge in sitting(recusal.case) if judge.pk != recusal.judge_id]
    return [judge for judge in others if judge.public_id not in voted]


def may_decide(recusal: Recusal, user: User) -> bool:
    """Whether this person's word is the one that the law asks for; never the judge's own.

    The court of appeal's ruling is entered here by whoever may decide in this court and is not concerned.
    """
    if recusal.state != Ruling.FILED or user.pk == recusal.judge.user_id:
        return False
    if recusal.decider == Decider.PANEL:
        return user.pk in {judge.user_id for judge in deciders(recusal)}
    if recusal.decider == Decider.CHAIR:
        return user.pk in chairs(recusal.case.court)
    return True


@transaction.atomic
def decide_recusal(recusal: Recusal, *, grants: bool, text: str, by: User) -> Recusal:
    """Give a vote, or the ruling itself; the last vote rules. A ruling cannot be appealed (MPM 22.6).

    Granted: the entry `recusal` in the public log, the seat taken, and the case drawn anew once this is committed.
    """
    log = cast("CourtLog", open_at_need(recusal.case.court) and locked(recusal.case.court))
    held = Recusal.objects.select_for_update(of=("self",)).select_related("judge__user").get(pk=recusal.pk)
    held.case = Case.objects.lock(held.case_id)
    if held.state != Ruling.FILED or not may_decide(held, by):
        raise Refused(_("It is decided already, or the law names another to decide on it."))
    others = sum(judge.pk != held.judge_id for judge in sitting(held.case))
    own = Judge.objects.filter(user=by, body=held.case.court).values_list("public_id", flat=True).first() or ""
    held.votes = [*held.votes, {"judge": own, "grants": grants, "text": text}]
    ruled = outcome(held.decider, [vote["grants"] for vote in held.votes], others)
    if ruled is None:
        held.save(update_fields=["votes"])
        _tell(events.RECUSAL_VOTED, held, by=by)
        return held
    return _ruled(log, held, ruled, by=by)


def _ruled(log: CourtLog, recusal: Recusal, granted: bool, *, by: User) -> Recusal:
    recusal.state = Ruling.GRANTED if granted else Ruling.REFUSED
    recusal.ruling = "\n\n".join(vote["text"] for vote in recusal.votes)
    recusal.ruled_by, recusal.ruled_at = by, clock.now()
    recusal.save(update_fields=["votes", "state", "ruling", "ruled_by", "ruled_at"])
    _tell(events.RECUSAL_GRANTED if granted else events.RECUSAL_REFUSED, recusal, by=by)
    if granted:
        _take_seat(log, recusal, by=by)
    return recusal


def _take_seat(log: CourtLog, recusal: Recusal, *, by: User) -> Vacancy:
    """The judge is entered as recused and leaves the seat; the new attempt begins by itself after the commit."""
    case, judge = recusal.case, recusal.judge
    draw = Draw.objects.filter(dossier=case.pk, state=State.DONE).order_by("attempt").last()
    named = draw.case if draw else _named(case)
    if draw:
        index, _text = enter(log, "recusal", judge=judge.public_id, draw=draw.public_id)
    else:  # entered as imported, never drawn here: there is no draw to name
        index, _text = enter(log, "conflict", judge=judge.public_id, case=named)
    Conflict.objects.update_or_create(log=log, judge=judge, case=named, defaults={"index": index})
    vacancy = vacancies.empty_seat(case, judge, why=Why.RECUSAL, index=index, by=by)
    transaction.on_commit(partial(try_draw, case), robust=True)
    return vacancy


def _named(case: Case) -> str:
    if case.dossier.is_sealed:
        raise Refused(_("A sealed case that was never drawn has no name in the log; give it by a resolution first."))
    return shown_of(case).case
