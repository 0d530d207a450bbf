"""What is in force in a court, lever by lever, and which values a lever can be given."""

import datetime as dt
from typing import Any

from django.db.models import Q

from allocation import rules
from allocation.facts import pools_of
from allocation.models import ChangeOfRule, CourtLog, Place, PublishedList
from allocation.rosters import rule_on
from allocation.rules import NO_QUOTA, Lever

DUTY = "duty"
# Matters that do not wait: arrest within 24 hours (CPM 447.2), protection orders (MPM 355-3).
URGENT_KINDS = ("judicial-control", "protection-order")


def duty_pool(log: CourtLog) -> str:
    """The pool of its own in which the judge on duty takes urgent matters by turn."""
    return f"{log.court.short_code}/{DUTY}"


def pools(log: CourtLog) -> dict[str, list[str]]:
    """The pools of the court with the kinds of cases that each takes; that of duty takes urgent matters by turn."""
    return {**pools_of(log.court), duty_pool(log): list(URGENT_KINDS)}


def places(log: CourtLog, day: dt.date) -> list[Place]:
    """Places that count on the day or begin later, in order of pool and judge."""
    counted = Q(until_on=None) | Q(until_on__gt=day)
    found = log.places.filter(counted).select_related("judge__user")
    return list(found.order_by("pool", "judge__public_id"))


def place_of(log: CourtLog, judge: str, pool: str) -> Place | None:
    """The newest place of the judge in the pool that has no end."""
    held = log.places.filter(judge__public_id=judge, pool=pool, until_on=None)
    return held.select_related("judge__user").order_by("pk").last()


def list_on(log: CourtLog, pool: str, day: dt.date) -> PublishedList | None:
    """The order to be followed in the pool on the day: the newest that was published before it."""
    return PublishedList.objects.filter(log=log, pool=pool, published_on__lt=day).order_by("index").last()


def present_value(log: CourtLog, lever: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """What the log has for that which the change concerns, entries that begin later included."""
    if lever == Lever.RULE:
        rule = rule_on(log, dt.date.max)
        return {"band": rule.band, "depth": rule.depth, "weights": rule.weights}
    if lever == Lever.LIST:
        known = PublishedList.objects.filter(log=log, pool=wanted["pool"]).order_by("index").last()
        return {"pool": wanted["pool"], "judges": known.judges if known else []}
    place = place_of(log, wanted["judge"], wanted["pool"])
    named = {"judge": wanted["judge"], "pool": wanted["pool"]}
    if lever == Lever.POOL or place is None:
        return {**named, "takes_part": place is not None}
    return {**named, **_terms(place, lever)}


def _terms(place: Place, lever: str) -> dict[str, Any]:
    terms = place.terms_on(dt.date.max)
    if lever == Lever.SHARE:
        return {"share": list(terms.share)}
    if lever == Lever.SPECIALISATION:
        return {"only": list(terms.only)}
    return {"cases": NO_QUOTA if terms.quota is None else terms.quota}


def words_of(change: ChangeOfRule) -> list[tuple[str, str, str]]:
    """What a change changes: name, old, new."""
    return list(rules.differences(change.lever, change.before, change.wanted))
