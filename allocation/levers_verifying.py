"""Whether shares, specialisations, quotas, rules and signed changes in the tables are those of the public log."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from allocation.drawing import parsed
from allocation.levers import places
from allocation.models import ChangeOfRule, CourtLog, Place
from allocation.models_changes import ChangeState
from allocation.rules import SIGNED_IN_THE_LOG, Lever
from core import clock
from journal.models import Leaf


def lever_faults(log: CourtLog, ledger: Any) -> Iterator[str]:
    """What was changed by hand, in sentences; nothing when tables and log agree."""
    for place in places(log, clock.today()):
        if known := ledger.pools.get(place.pool, {}).get(place.judge.public_id):
            yield from _place_faults(log, place, known)
    yield from _rule_faults(log, ledger)
    yield from _change_faults(log)


def _place_faults(log: CourtLog, place: Place, known: Any) -> Iterator[str]:
    """Today and on every day on which something begins."""
    who = f"{log.name}: {place.judge.public_id} in {place.pool}"
    today = clock.today().isoformat()
    if (place.until_on.isoformat() if place.until_on else "9999") != known.until:
        yield f"{who} leaves on another day than by the log"
    for day in sorted({today, *(begun for begun in _firsts(known) if begun > today)}):
        terms = place.terms_on(dt.date.fromisoformat(day))
        if (share := _latest(known.shares, day)) and list(terms.share) != list(share[1]):
            yield f"{who} has the share {terms.share.num}/{terms.share.den} on {day}, by the log {share[1]}"
        only, quota = _latest(known.only, day), _latest(known.quotas, day)
        if list(terms.only) != (only[2] if only else []):
            yield f"{who} has another specialisation on {day} than by the log"
        if terms.quota != (quota[2] if quota else None):
            yield f"{who} has another quota on {day} than by the log"
    if place.drawn != known.drawn:
        yield f"{who} has had {place.drawn} cases this year, by the log {known.drawn}"


def _firsts(known: Any) -> Iterator[str]:
    for changes in (known.shares, known.only, known.quotas):
        yield from (change[0] for change in changes)


def _latest(changes: Any, day: str) -> Any:
    return next((change for change in reversed(changes) if change[0] <= day), None)


def _rule_faults(log: CourtLog, ledger: Any) -> Iterator[str]:
    stored = {rule.sha256: rule for rule in log.rules.all()}
    for first, body, digest in ledger.rules:
        rule = stored.pop(digest, None)
        facts = (rule.from_on.isoformat(), rule.band, rule.depth, rule.weights) if rule else None
        if facts != (first, body["band"], body["depth"], body["weights"]):
            yield f"{log.name}: the rule {body['id']} is another one than in the log"
    yield from (f"{log.name}: the rule {rule.code} does not stand in the log" for rule in stored.values())


def _change_faults(log: CourtLog) -> Iterator[str]:
    approved = list(ChangeOfRule.objects.filter(log=log, state=ChangeState.APPROVED).order_by("index"))
    bodies = dict(
        Leaf.objects.filter(log=log.name, index__in=[one.index for one in approved]).values_list("index", "body")
    )
    for change in approved:
        if not _stands(change, parsed(bodies.get(change.index or 0) or "{}")):
            yield f"{log.name}: the change {change.pk} is not what entry {change.index} of the log says"


def _stands(change: ChangeOfRule, body: dict[str, Any]) -> bool:
    """Whether the entry says what the change on record says."""
    if change.lever == Lever.POOL:
        said = {"judge": body.get("judge"), "pool": body.get("pool"), "takes_part": body.get("kind") == "judge"}
        return said == change.wanted and body.get("from") == str(change.in_force_on)
    signed = body.get("by") == [change.proposed_as, change.decided_as] or change.lever not in SIGNED_IN_THE_LOG
    same = all(body.get(name) == value for name, value in change.wanted.items()) and body.get("kind") == change.lever
    return same and signed and (change.lever == Lever.LIST or body.get("from") == str(change.in_force_on))
