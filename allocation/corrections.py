"""Category or complexity found wrong after the draw: loads move by the difference of the weights, the judge stays.

So nobody gets another judge by switching a category at the right moment. One person asks, another confirms.
"""

from collections.abc import Iterator
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Posting, User
from allocation import drawing
from allocation import events as told
from allocation.actions import matter_form
from allocation.complexity import Level, levels_of
from allocation.courtlog import day_of, enter, locked
from allocation.drawing import Share
from allocation.models import CategoryCheck, Correction, CourtLog, Draw, EnteredRule, State, WeightEntry
from allocation.models_corrections import CheckState
from cases import events
from cases.models import Case, JudgeSeat
from core import clock
from core.errors import Refused
from core.prepared import prepared
from journal.actions import record
from journal.models import Entry
from reference.models import Category


def draw_of(case: Case) -> Draw | None:
    """The draw by which the case has its judge."""
    done = Draw.objects.filter(dossier=case.pk, state=State.DONE).select_related("log__court")
    return done.order_by("attempt").last()


def draws_in_force(case: Case) -> list[Draw]:
    """The draws of which a judge sits in the case, oldest first: seats of a panel may come from several."""
    sitting = set(JudgeSeat.objects.filter(case=case, to_on=None).values_list("judge__public_id", flat=True))
    found = []
    done = Draw.objects.filter(dossier=case.pk, state=State.DONE).select_related("log__court")
    for draw in done.order_by("-attempt"):
        if seated := sitting & set(draw.judges):
            found.append(draw)
            sitting -= seated
    return found[::-1]


def rule_of(draw: Draw) -> EnteredRule:
    """The rule by which the draw was made."""
    rule: EnteredRule = draw.log.rules.get(sha256=matter_form(draw)["rule"]["sha256"])
    return rule


def level_of(case: Case) -> Level:
    """How complex the case is by what two people set; ordinary where nobody did."""
    made = Correction.objects.in_force(case.pk)
    return Level(made.level) if made else Level.ORDINARY


def choices(case: Case) -> list[tuple[int, str]]:
    """The levels that the rule of the case's draw knows, as a form offers them."""
    draw = draw_of(case)
    known = levels_of(rule_of(draw).weights, case.kind.code, case.category.code) if draw else [Level.ORDINARY]
    return [(level.value, str(level.label)) for level in known]


def obstacles(case: Case) -> list[str]:
    """Why no correction can be asked for now."""
    if Correction.objects.of_case(case.pk).waiting().exists():
        return [_("A correction waits for the second person already.")]
    if case.dossier.is_covert:
        return [_("The matter is covert: its category is corrected when the secrecy has ended.")]
    return []


@transaction.atomic
def ask_correction(
    case: Case, *, category: Category, level: int | None = None, reason: str, seen: int, by: User
) -> Correction:
    """The first person writes down category and complexity as they should be and why; nothing changes yet.

    Without a level the complexity stays. Raises Refused when nothing would change, or the rule knows no such level.
    """
    case = Case.objects.lock(case.pk, seen=seen)
    now = level_of(case)
    wanted = Level(level or now)
    draw = draw_of(case)
    if draw is None:
        raise Refused(_("The case has not been drawn; its registration is corrected instead."))
    if reasons := [*obstacles(case), *_faults(case, draw, category, wanted, now)]:
        raise Refused(*reasons)
    asked = {"reason": reason, "asked_by": by, "asked_at": clock.now()}
    correction = Correction.objects.create(draw=draw, category=category, level=wanted, **asked)
    record(told.CORRECTION_ASKED, on=case, by=by, reason=reason, **_changes(case, correction, now))
    return correction


def _faults(case: Case, draw: Draw, category: Category, wanted: Level, now: Level) -> Iterator[str]:
    if not case.is_open:
        yield _("The case is over; its category stays as it is.")
    if category.kind_id != case.kind_id:
        yield _("The right category is another one of the same kind of case.")
    elif category.is_secret != case.category.is_secret:
        yield _("An open case cannot become a secret one, nor the other way: register it anew.")
    elif (category.pk, wanted) == (case.category_id, now):
        yield _("Neither category nor complexity would change.")
    elif wanted not in levels_of(rule_of(draw).weights, case.kind.code, category.code):
        yield _("The rule by which the case was drawn knows no such complexity.")


def _changes(case: Case, correction: Correction, now: int) -> dict[str, Any]:
    """What a correction changes, as entries say it: old and new."""
    category = [case.category.code, correction.category.code]
    said: dict[str, Any] = {"category": category} if case.category_id != correction.category_id else {}
    return said | ({"level": [int(now), int(correction.level)]} if correction.level != now else {})


def _held(correction: Correction) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("draw__log__court", "category", "asked_by")
    found: Correction = rows.get(pk=correction.pk)
    return found


@transaction.atomic
def confirm_correction(correction: Correction, *, by: User) -> Correction:
    """The second person confirms: entries in the public log, loads moved by the difference, the judges as before."""
    court_log = cast("CourtLog", locked(correction.draw.log.court))
    correction = _held(correction)
    if correction.confirmed_at:
        return correction
    if correction.refused_at:
        raise Refused(_("The correction was not confirmed, or was taken back; ask for it again."))
    if correction.asked_by_id == by.pk:
        raise Refused(_("Another person confirms what you asked for."))
    case = Case.objects.lock(correction.draw.dossier)
    if not case.is_open:
        raise Refused(_("The case is over; its category stays as it is."))
    changes = _changes(case, correction, level_of(case))
    correction.confirmed_by, correction.confirmed_at = by, clock.now()
    correction.save(update_fields=["confirmed_by", "confirmed_at"])
    case.category = correction.category
    for draw in draws_in_force(case):
        _reweigh(court_log, draw, case, correction)
    _tell(case, correction, changes, by=by)
    _settle_check(case, correction)
    return correction


def due_weight(draw: Draw, case: Case, correction: Correction) -> int:
    """What the case weighs by the rule of the draw with what two people set, in hundredths."""
    return rule_of(draw).weight_of(case.kind.code, correction.category.code, correction.level)


def _reweigh(court_log: CourtLog, draw: Draw, case: Case, correction: Correction) -> None:
    """Give the draw the weight that follows from what two people set; loads of past years are gone and stay so."""
    weight = due_weight(draw, case, correction)
    if clock.local(draw.at).year == court_log.year:
        _move_loads(court_log, draw, weight)
        signed = [posting_id(user, court_log) for user in (correction.asked_by, correction.confirmed_by) if user]
        index, _text = enter(court_log, "correction", draw=draw.public_id, weight=weight, by=signed)
        WeightEntry.objects.create(correction=correction, draw=draw, weight=weight, index=index)
        if draw.pk == correction.draw_id:
            Correction.objects.filter(pk=correction.pk).update(index=index)
            correction.index = index
    draw.weight = case.weight = weight
    draw.save(update_fields=["weight"])


def _move_loads(court_log: CourtLog, draw: Draw, weight: int) -> None:
    shares = {row["judge"]: Share(*row["share"]) for row in matter_form(draw)["roster"]}
    for judge in draw.judges:
        held = court_log.places.select_for_update(of=("self",)).filter(judge__public_id=judge, pool=draw.pool)
        place = held.order_by("-pk")[0]
        share = shares.get(judge, place.terms_on(day_of(draw.at)).share)
        place.load += drawing.growth(weight, share) - drawing.growth(draw.weight, share)
        place.save(update_fields=["load"])


def _tell(case: Case, correction: Correction, changes: dict[str, Any], *, by: User) -> None:
    case.risen().save(update_fields=["category", "weight", "version"])
    said: dict[str, Any] = {**changes, "weight": case.weight, "draw": correction.draw.public_id}
    record(events.CORRECTED, on=case, by=by, reason=correction.reason, asked_by=str(correction.asked_by), **said)


def _settle_check(case: Case, correction: Correction) -> None:
    """Two people have looked at category and weight: nobody needs to confirm them any more."""
    waiting = CategoryCheck.objects.select_for_update(of=("self",)).filter(pk=case.pk, state=CheckState.WAITING)
    for check in waiting:
        two = (correction.confirmed_by, correction.asked_by)
        check.decided_by = next(one for one in two if one and one.pk != check.registered_by_id)
        check.state, check.decided_at = CheckState.CORRECTED, clock.now()
        check.save(update_fields=["state", "decided_by", "decided_at"])


def waiting_corrections(user: Any, most: int = 50) -> list[tuple[Correction, Case]]:
    """What was asked for in the cases that the user sees and is not answered, the oldest first, with the case."""
    rows = Correction.objects.visible_to(user, "allocation.view").waiting().select_related("draw", "asked_by")
    asked = list(rows.order_by("asked_at", "pk")[:most])
    cases = Case.objects.in_bulk([one.draw.dossier for one in asked])
    return [(one, cases[one.draw.dossier]) for one in asked]


@transaction.atomic
def refuse_correction(correction: Correction, *, answer: str, by: User) -> Correction:
    """Do not confirm what another asked for, or take back what one asked for oneself, and say why; nothing changes."""
    correction = _held(correction)
    if correction.confirmed_at or correction.refused_at:
        raise Refused(_("It is answered already."))
    correction.refused_by, correction.refused_at, correction.answer = by, clock.now(), answer
    correction.save(update_fields=["refused_by", "refused_at", "answer"])
    case = Case.objects.get(pk=correction.draw.dossier)
    record(told.CORRECTION_REFUSED, on=case, by=by, answer=answer, asked_by=str(correction.asked_by))
    return correction


def keep_weight(entry: Entry, data: dict[str, Any]) -> None:
    """A later attempt is entered with the weight of an ordinary case: what two people set before holds for it too."""
    made = Correction.objects.in_force(entry.dossier) if entry.dossier and _made(entry.dossier) else None
    if made is None:
        return
    draw = Draw.objects.select_related("log__court").get(public_id=data["draw"])
    case = Case.objects.lock(draw.dossier)
    if due_weight(draw, case, made) != draw.weight:
        _reweigh(cast("CourtLog", locked(draw.log.court)), draw, case, made)
        case.save(update_fields=["weight"])


@prepared
def _made(case: Any) -> "QuerySet[Correction]":
    return Correction.objects.filter(draw__dossier=case, confirmed_at__isnull=False).only("pk")


def posting_id(user: User, court_log: CourtLog) -> str:
    """The public id of the posting in which somebody signs an entry of the court's log."""
    posting = Posting.objects.filter(user=user, body=court_log.court_id).order_by("-pk").first()
    return f"p{posting.pk}" if posting else f"u{user.pk}"
