"""A category found wrong after the draw: the load moves by the difference of the weights, the judge stays.

So nobody gets another judge by switching a category at the right moment. One person asks, another confirms.
"""

from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Posting, User
from allocation import drawing
from allocation.actions import matter_form
from allocation.courtlog import enter, locked
from allocation.drawing import Share
from allocation.models import Correction, CourtLog, Draw, State
from cases import events
from cases.models import Case
from core import clock
from core.errors import Refused
from journal.actions import record
from reference.models import Category


def draw_of(case: Case) -> Draw | None:
    """The draw by which the case has its judge."""
    done = Draw.objects.filter(dossier=case.pk, state=State.DONE).select_related("log__court")
    return done.order_by("attempt").last()


def obstacles(case: Case) -> list[str]:
    """Why no correction can be asked for now."""
    if Correction.objects.filter(draw__dossier=case.pk, confirmed_at=None).exists():
        return [_("A correction waits for the second person already.")]
    return []


@transaction.atomic
def ask_correction(case: Case, *, category: Category, reason: str, seen: int, by: User) -> Correction:
    """The first person writes down which category is the right one and why; nothing changes yet."""
    case = Case.objects.lock(case.pk, seen=seen)
    draw = draw_of(case)
    if draw is None:
        raise Refused(_("The case has not been drawn; its registration is corrected instead."))
    if reasons := obstacles(case):
        raise Refused(*reasons)
    if category.pk == case.category_id or category.kind_id != case.kind_id:
        raise Refused(_("The right category is another one of the same kind of case."))
    return Correction.objects.create(draw=draw, category=category, reason=reason, asked_by=by, asked_at=clock.now())


@transaction.atomic
def confirm_correction(correction: Correction, *, by: User) -> Correction:
    """The second person confirms: an entry in the public log, loads moved by the difference, the judge as before."""
    court_log = cast("CourtLog", locked(correction.draw.log.court))
    held = Correction.objects.select_for_update(of=("self",)).select_related("draw", "category")
    correction = held.get(pk=correction.pk)
    if correction.confirmed_at:
        return correction
    if correction.asked_by_id == by.pk:
        raise Refused(_("Another person confirms what you asked for."))
    draw, case = correction.draw, Case.objects.lock(correction.draw.dossier)
    weight = weight_by_rule(draw, case, correction.category)
    if clock.local(draw.at).year == court_log.year:
        _move_loads(court_log, draw, weight)
        signed = [posting_id(user, court_log) for user in (correction.asked_by, by)]
        correction.index, _text = enter(court_log, "correction", draw=draw.public_id, weight=weight, by=signed)
    draw.weight = weight
    draw.save(update_fields=["weight"])
    correction.confirmed_by, correction.confirmed_at = by, clock.now()
    correction.save(update_fields=["confirmed_by", "confirmed_at", "index"])
    _rename(case, correction, by=by)
    return correction


def weight_by_rule(draw: Draw, case: Case, category: Category) -> int:
    """What the case weighs with this category by the rule of its draw, in hundredths."""
    digest = matter_form(draw)["rule"]["sha256"]
    return draw.log.rules.get(sha256=digest).weight_of(case.kind.code, category.code)


def _move_loads(court_log: CourtLog, draw: Draw, weight: int) -> None:
    shares = {row["judge"]: Share(*row["share"]) for row in matter_form(draw)["roster"]}
    for judge in draw.judges:
        held = court_log.places.select_for_update(of=("self",)).filter(judge__public_id=judge, pool=draw.pool)
        place = held.order_by("-pk")[0]
        share = shares.get(judge, place.share)
        place.load += drawing.growth(weight, share) - drawing.growth(draw.weight, share)
        place.save(update_fields=["load"])


def _rename(case: Case, correction: Correction, *, by: User) -> None:
    old, new = case.category, correction.category
    case.category, case.weight = new, correction.draw.weight
    case.risen().save(update_fields=["category", "weight", "version"])
    said: dict[str, Any] = {"category": [old.code, new.code], "draw": correction.draw.public_id}
    record(events.CORRECTED, on=case, by=by, reason=correction.reason, asked_by=str(correction.asked_by), **said)


def posting_id(user: User, court_log: CourtLog) -> str:
    """The public id of the posting in which somebody signs an entry of the court's log."""
    posting = Posting.objects.filter(user=user, body=court_log.court_id).order_by("-pk").first()
    return f"p{posting.pk}" if posting else f"u{user.pk}"
