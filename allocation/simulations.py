"""The simulation of a change on the last year's cases of its court, as it is kept with the proposal."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from allocation.complexity import Level
from allocation.facts import pool_of
from allocation.levers import URGENT_KINDS, duty_pool, list_on, places
from allocation.models import ChangeOfRule, Correction, CourtLog
from allocation.rosters import rule_on, seats_of
from allocation.rules import Lever, Terms
from allocation.simulating import Filing, Outcome, Setting, changed
from allocation.simulating import run as draw_all
from cases.models import Case
from core import clock
from staff.models import Judge

YEAR = dt.timedelta(days=365)
MOST = 10_000  # of more cases the newest are drawn, so that an answer takes seconds


def run(change: ChangeOfRule) -> dict[str, Any]:
    """The pools that the change concerns, before and after it, in whole numbers."""
    log, now = change.log, clock.now()
    by_turn = change.wanted["pool"] if change.lever == Lever.LIST else ""
    filings = filings_of(log, now - YEAR, duty=by_turn == duty_pool(log))
    before = setting_of(log, by_turn)
    after = changed(before, change.lever, change.wanted)
    concerned = [change.wanted["pool"]] if "pool" in change.wanted else sorted({one.pool for one in filings})
    filings = [filing for filing in filings if filing.pool in concerned]
    seed = f"courtcms-simulation/{log.court.short_code}"
    ends = [draw_all(filings, setting, seed) for setting in (before, after)]
    names = {judge.public_id: str(judge) for judge in Judge.objects.filter(body=log.court).select_related("user")}
    told = {pool: _pool(names, *(end.get(pool) for end in ends)) for pool in concerned}
    days = {"first": (clock.local(now - YEAR).date()).isoformat(), "last": clock.today().isoformat()}
    return {"cases": len(filings), "pools": told, **days}


def filings_of(log: CourtLog, since: dt.datetime, *, duty: bool = False) -> list[Filing]:
    """The cases registered since then in the order of their coming; for the list of duty the urgent ones alone."""
    cases = Case.objects.filter(court=log.court_id, registered_at__gte=since, is_imported=False)
    cases = cases.filter(kind__code__in=URGENT_KINDS) if duty else cases
    newest = cases.select_related("kind", "category").order_by("-registered_at", "-pk")
    found = list(newest.only("pk", "kind", "category")[:MOST])
    levels = Correction.objects.levels([case.pk for case in found])
    return [_filing(log, case, duty, levels.get(case.pk, Level.ORDINARY)) for case in reversed(found)]


def _filing(log: CourtLog, case: Case, duty: bool, level: int) -> Filing:
    pool = duty_pool(log) if duty else pool_of(log.court, case.kind)
    return Filing(pool, case.kind.code, case.category.code, seats_of(log.court, case.kind.code), level)


def setting_of(log: CourtLog, by_turn: str) -> Setting:
    """The rules of the court as they are entered by now; the pool of a list follows the list it has."""
    rule, pools = rule_on(log, dt.date.max), dict[str, dict[str, Terms]]()
    for place in places(log, clock.today()):
        if place.until_on is None:
            pools.setdefault(place.pool, {})[place.judge.public_id] = place.terms_on(dt.date.max)
    known = list_on(log, by_turn, dt.date.max) if by_turn else None
    lists = {by_turn: known.judges} if known else {}
    return Setting(rule.band, rule.depth, rule.weights, pools, lists)


def _pool(names: dict[str, str], before: Outcome | None, after: Outcome | None) -> dict[str, Any]:
    sides = [before or Outcome({}, {}, {}), after or Outcome({}, {}, {})]
    return {
        "judges": [_judge(judge, names, sides) for judge in sorted({*sides[0].loads, *sides[1].loads})],
        **{
            figure: [getattr(side, figure) for side in sides]
            for figure in ("spread", "best_guess", "usual_guess", "no_choice", "undrawn")
        },
    }


def _judge(judge: str, names: dict[str, str], sides: Iterable[Outcome]) -> dict[str, Any]:
    """Parts of all work in hundredths of a per cent, and cases, before and after; nothing for who takes no part."""
    told: dict[str, Any] = {"judge": judge, "name": names.get(judge, judge)}
    told["part"] = [side.part(judge) if judge in side.work else None for side in sides]
    told["cases"] = [side.cases.get(judge) for side in sides]
    return told
