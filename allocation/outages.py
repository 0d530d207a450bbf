"""The system was down: two people enter it, and what was taken on paper keeps the judge whose turn it was.

The turns follow from the list published beforehand; nobody chooses, and the log shows each as given by turn.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import cycle

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from allocation import events, ways
from allocation.changes import signs_as
from allocation.courtlog import day_of, enter, locked
from allocation.facts import absent_on, places_on
from allocation.giving import Asked
from allocation.levers import list_on, pools
from allocation.models import CourtLog, Draw, Outage, PaperCase, PublishedList, Way
from allocation.rosters import seats_of
from cases.models import Case
from core import clock
from core.errors import Refused
from core.together import update_together
from journal.actions import record
from journal.canonical import second
from reference.models import Body

Paper = tuple[str, str]  # pool, whose paper


def lists_of(log: CourtLog, day: dt.date) -> dict[str, PublishedList]:
    """The lists by which papers are given on the day, by pool."""
    found = ((pool, list_on(log, pool, day)) for pool in pools(log))
    return {pool: known for pool, known in found if known is not None}


def _faults(court: Body, from_at: dt.datetime, to_at: dt.datetime, papers: Sequence[Paper]) -> Iterator[str]:
    if not from_at < to_at <= clock.now():
        yield _("An outage is entered afterwards: it ends after it begins, and before now.")
    log = CourtLog.objects.filter(pk=court.pk).first()
    known = lists_of(log, day_of(from_at)) if log else {}
    for pool in sorted({pool for pool, _words in papers} - known.keys()):
        yield _("No list was published for %(pool)s before that day.") % {"pool": pool}
    if Outage.objects.filter(court=court, from_at__lt=to_at, to_at__gt=from_at).exclude(state=Asked.REFUSED).exists():
        yield _("Another outage of these hours is entered already.")


@transaction.atomic
def enter_outage(
    court: Body, *, from_at: dt.datetime, to_at: dt.datetime, note: str, papers: Sequence[Paper], by: User
) -> Outage:
    """Write down when the system was down and what was taken on paper, in its order; nothing counts before another
    confirms. Raises Refused with every reason.
    """
    from_at, to_at = from_at.replace(microsecond=0), to_at.replace(microsecond=0)
    if reasons := list(_faults(court, from_at, to_at, papers)):
        raise Refused(*reasons)
    asked = {"asked_by": by, "asked_as": signs_as(by, court)}
    outage = Outage.objects.create(court=court, from_at=from_at, to_at=to_at, note=note, **asked)
    PaperCase.objects.bulk_create(
        PaperCase(outage=outage, order=order, pool=pool, words=words)
        for order, (pool, words) in enumerate(papers, start=1)
    )
    told = {"from": second(from_at), "to": second(to_at), "papers": len(papers), "note": note}
    record(events.OUTAGE_ENTERED, on=outage, by=by, **told)
    return outage


def confirm_outage(outage: Outage, *, by: User) -> Outage:
    """The second person confirms: the entry `outage` in the public log, and each paper has the judge whose turn it was.

    Raises Refused when the same person asks and confirms, or when nobody on a list was there.
    """
    with ways.turn(outage.court):
        log = locked(outage.court)
        held = _held(outage)
        ways.answered(held, by=by, court=held.court, state=Asked.DONE, signed=signs_as(by, held.court))
        begins = {"from": second(held.from_at), "to": second(held.to_at)}
        held.index, _text = enter(log, "outage", **begins)  # type: ignore[arg-type]
        held.save(update_fields=["index"])
        for pool, known in lists_of(log, day_of(held.from_at)).items():  # type: ignore[arg-type]
            _give_turns(log, held, pool, known)  # type: ignore[arg-type]
        record(events.OUTAGE_CONFIRMED, on=held, by=by, index=held.index, signed=[held.asked_as, held.answered_as])
        return held


@transaction.atomic
def refuse_outage(outage: Outage, *, answer: str, by: User) -> Outage:
    """The second person does not confirm and says why; its papers are drawn as any others."""
    held = _held(outage)
    signed = signs_as(by, held.court)
    ways.answered(held, by=by, court=held.court, state=Asked.REFUSED, answer=answer, signed=signed)
    record(events.OUTAGE_REFUSED, on=held, by=by, answer=answer)
    return held


def _held(outage: Outage) -> Outage:
    found: Outage = Outage.objects.select_for_update(of=("self",)).select_related("court").get(pk=outage.pk)
    return found


def _give_turns(log: CourtLog, outage: Outage, pool: str, known: PublishedList) -> None:
    """The judges of the papers of a pool, one after another by the list, without who was absent on that day."""
    papers = list(PaperCase.objects.filter(outage=outage, pool=pool))
    day = day_of(outage.from_at)
    away = absent_on(log, day)
    there = {p.judge.public_id for p in places_on(log, pool, day) if p.judge_id not in away}
    able = [judge for judge in _after_last(log, outage, pool, known.judges) if judge in there]
    seats = max(seats_of(log.court, kind) for kind in pools(log)[pool])
    if papers and len(set(able)) < seats:
        raise Refused(_("Nobody on the published list could take papers of %(pool)s on that day.") % {"pool": pool})
    turns = cycle(able)
    for paper in papers:
        paper.judges, paper.list_index = [next(turns) for _ in range(seats)], known.index
    update_together(papers, ["judges", "list_index"])


def _after_last(log: CourtLog, outage: Outage, pool: str, order: list[str]) -> list[str]:
    """The list, beginning after who had the last turn before the outage, in a case or on paper."""
    given = Draw.objects.filter(log=log, pool=pool, way=Way.SEQUENTIAL, at__lt=outage.from_at)
    planned = PaperCase.objects.filter(outage__court=outage.court, outage__state=Asked.DONE, pool=pool)
    planned = planned.filter(outage__to_at__lte=outage.from_at).exclude(judges=[])
    turns = [(at, 0, judges) for at, judges in given.order_by("-at", "-index").values_list("at", "judges")[:1]]
    newest = planned.order_by("-outage__to_at", "-order").values_list("outage__to_at", "order", "judges")
    last = max([*turns, *newest[:1]], default=None)
    if last is None or last[2][-1] not in order:
        return list(order)
    after = order.index(last[2][-1]) + 1
    return [*order[after:], *order[:after]]


def given_on_paper(case: Case) -> Draw | None:
    """The case of a paper of an outage, entered as given to the judge whose turn it was; nothing for other cases.

    Raises Refused when that judge cannot take it now: the case is then drawn.
    """
    if case.submission is None:
        return None
    known = PaperCase.objects.filter(submission=case.submission, outage__court=case.court_id, outage__state=Asked.DONE)
    paper = known.exclude(judges=[]).first()
    return ways.give_listed(case, paper.judges, pool=paper.pool, entry=paper.list_index) if paper else None
