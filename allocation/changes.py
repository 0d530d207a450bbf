"""A change of what steers the draw: one proposes, its effect is simulated, another approves, a later day begins it."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from allocation import events, rules, simulations
from allocation.courtlog import day_of, enter, locked
from allocation.facts import join
from allocation.levers import duty_pool, place_of, pools, present_value
from allocation.models import ChangeOfRule, CourtLog, EnteredRule, PublishedList
from allocation.models_changes import ChangeState
from allocation.rules import OF_A_PLACE, SIGNED_IN_THE_LOG, Lever
from core import clock
from core.errors import Refused
from journal.actions import record
from reference.models import Body, BodyKind
from staff.models import Judge


def signs_as(user: User, court: Body) -> str:
    """The public id of the posting by which the person signs: in the court, else in the council."""
    own = [posting for posting in user.postings_today if posting.body_id == court.pk]
    council = [posting for posting in user.postings_today if posting.body.kind == BodyKind.COUNCIL]
    for posting in own + council:
        return f"p{posting.pk}"
    raise Refused(_("Only who works in the court or the council today may sign."))


@transaction.atomic
def propose_change(
    log: CourtLog, *, lever: str, wanted: dict[str, Any], reason: str, not_before: dt.date | None = None, by: User
) -> ChangeOfRule:
    """Write down what somebody wants to change and why; nothing changes yet. Raises Refused with every reason."""
    log = cast("CourtLog", locked(log.court))
    if found := list(_faults(log, lever, wanted, not_before)):
        raise Refused(*found)
    before = present_value(log, lever, wanted)
    if not list(rules.differences(lever, before, wanted)):
        raise Refused(_("It is so already; nothing would change."))
    first = {"proposed_by": by, "proposed_as": signs_as(by, log.court), "proposed_at": clock.now()}
    change = ChangeOfRule.objects.create(
        log=log, lever=lever, before=before, wanted=wanted, reason=reason, not_before=not_before, **first
    )
    record(events.CHANGE_PROPOSED, on=change, by=by, **_told(change))
    return change


def _told(change: ChangeOfRule) -> dict[str, Any]:
    told = {"lever": change.lever, "before": change.before, "wanted": change.wanted, "reason": change.reason}
    return {**told, "of": change.fingerprint}


def _faults(log: CourtLog, lever: str, wanted: dict[str, Any], not_before: dt.date | None) -> Iterator[str]:
    """Why the change cannot be proposed."""
    yield from rules.faults(lever, wanted)
    if not_before and not_before <= clock.today():
        yield _("A change is in force from tomorrow at the earliest.")
    if lever in OF_A_PLACE:
        yield from _place_faults(log, lever, wanted)
    if lever == Lever.LIST:
        yield from _list_faults(log, wanted)


def _place_faults(log: CourtLog, lever: str, wanted: dict[str, Any]) -> Iterator[str]:
    if wanted["pool"] not in pools(log):
        yield _("The court has no pool %(pool)s.") % {"pool": wanted["pool"]}
    if lever == Lever.POOL and wanted["takes_part"]:
        yield from _still_there(log, wanted["judge"], wanted["pool"])
    if not Judge.objects.in_office(log.court, clock.today()).filter(public_id=wanted["judge"]).exists():
        yield _("%(judge)s is no judge of this court today.") % {"judge": wanted["judge"]}
    elif lever != Lever.POOL and place_of(log, wanted["judge"], wanted["pool"]) is None:
        yield _("%(judge)s has no place in this pool.") % {"judge": wanted["judge"]}


def _still_there(log: CourtLog, judge: str, pool: str) -> Iterator[str]:
    """A log has one place of a judge in a pool at a time: the next is entered when the last has ended."""
    today = day_of(max(clock.now(), log.last_at))
    if log.places.filter(judge__public_id=judge, pool=pool, until_on__gt=today).exists():
        yield _("%(judge)s leaves this pool on a later day and can come back only after it.") % {"judge": judge}


def _list_faults(log: CourtLog, wanted: dict[str, Any]) -> Iterator[str]:
    in_office = Judge.objects.in_office(log.court, clock.today()).values_list("public_id", flat=True)
    if unknown := sorted(set(wanted["judges"]) - set(in_office)):
        yield _("No judges of this court today: %(judges)s.") % {"judges": ", ".join(unknown)}
    if wanted["pool"] not in pools(log):
        yield _("The court has no pool %(pool)s.") % {"pool": wanted["pool"]}
    elif wanted["pool"] == duty_pool(log):
        for judge in wanted["judges"]:
            yield from _still_there(log, judge, wanted["pool"])
    else:
        for judge in wanted["judges"]:
            if judge not in unknown and place_of(log, judge, wanted["pool"]) is None:
                yield _("%(judge)s has no place in this pool.") % {"judge": judge}


@transaction.atomic
def simulate_change(change: ChangeOfRule, *, by: User) -> ChangeOfRule:
    """Run the change on the last year's cases of the court and keep what came of it, for exactly this change."""
    change = _open(change)
    change.simulation = {**simulations.run(change), "of": change.fingerprint, "at": clock.now().isoformat()}
    change.save(update_fields=["simulation"])
    record(events.CHANGE_SIMULATED, on=change, by=by, of=change.fingerprint, cases=change.simulation["cases"])
    return change


def _open(change: ChangeOfRule) -> ChangeOfRule:
    held = ChangeOfRule.objects.select_for_update(of=("self",)).select_related("log__court", "proposed_by")
    change = held.get(pk=change.pk)
    if not change.is_open:
        raise Refused(_("This change is %(state)s already.") % {"state": change.get_state_display().lower()})
    return change


def obstacles(change: ChangeOfRule, by: User) -> Iterator[str]:
    """Reasons, fit to be shown, why this person cannot approve the change now; none if it can be."""
    if not change.is_open:
        yield _("This change is %(state)s already.") % {"state": change.get_state_display().lower()}
        return
    if change.proposed_by_id == by.pk:
        yield _("You proposed this change; somebody else must approve it.")
    elif change.proposed_as == signs_as(by, change.log.court):
        yield _("Both signatures would be of one posting; somebody else must approve it.")
    if not change.is_simulated:
        yield _("The simulation has not been run for exactly this change.")
    if present_value(change.log, change.lever, change.wanted) != change.before:
        yield _("Something else has changed the old value since; the change must be proposed again.")
    yield from _faults(change.log, change.lever, change.wanted, change.not_before)


@transaction.atomic
def approve_change(change: ChangeOfRule, *, by: User) -> ChangeOfRule:
    """Sign the change as the second person and enter it in the public log, in force from a later day."""
    log = cast("CourtLog", locked(change.log.court))
    change = _open(change)
    if reasons := list(obstacles(change, by)):
        raise Refused(*reasons)
    change.decided_by, change.decided_as, change.decided_at = by, signs_as(by, log.court), clock.now()
    change.in_force_on = max(change.not_before or dt.date.min, _earliest(log))
    change.index = ENTERING[Lever(change.lever)](log, change)
    change.state = ChangeState.APPROVED
    change.save()
    told = {"index": change.index, "from": change.in_force_on.isoformat(), **_told(change)}
    record(events.CHANGE_APPROVED, on=change, by=by, signed=[change.proposed_as, change.decided_as], **told)
    return change


def _earliest(log: CourtLog) -> dt.date:
    return day_of(max(clock.now(), log.last_at)) + clock.DAY


@transaction.atomic
def withdraw_change(change: ChangeOfRule, *, by: User) -> ChangeOfRule:
    """Take back a proposal or turn it down; it stays on record."""
    change = _open(change)
    change.state, change.decided_by, change.decided_at = ChangeState.WITHDRAWN, by, clock.now()
    change.decided_as = signs_as(by, change.log.court)
    change.save()
    record(events.CHANGE_WITHDRAWN, on=change, by=by, of=change.fingerprint)
    return change


def _members(change: ChangeOfRule) -> dict[str, Any]:
    """The members of the entry: the new value, its first day, and where the form has a place for them the signers."""
    begins: dict[str, Any] = {"from": cast("dt.date", change.in_force_on).isoformat()}
    signed = {"by": [change.proposed_as, change.decided_as]} if change.lever in SIGNED_IN_THE_LOG else {}
    return {**change.wanted, **begins, **signed}


def _enter_rule(log: CourtLog, change: ChangeOfRule) -> int:
    day = cast("dt.date", change.in_force_on)
    code = f"{day.year}-{log.rules.filter(code__startswith=f'{day.year}-').count() + 1}"
    index, text = enter(log, "rule", id=code, **_members(change))
    digest = hashlib.sha256(text.encode()).hexdigest()
    EnteredRule.objects.create(log=log, code=code, sha256=digest, index=index, from_on=day, **change.wanted)
    return index


def _enter_terms(log: CourtLog, change: ChangeOfRule) -> int:
    members = _members(change)
    index, _text = enter(log, change.lever, **members)
    place: Any = place_of(log, change.wanted["judge"], change.wanted["pool"])
    value = rules.value_of(change.lever, change.wanted)
    place.changes.append({"lever": change.lever, "from": members["from"], "value": value, "entry": index})
    place.save(update_fields=["changes"])
    return index


def _enter_list(log: CourtLog, change: ChangeOfRule) -> int:
    pool, named = change.wanted["pool"], change.wanted["judges"]
    judges = {judge.public_id: judge for judge in Judge.objects.filter(body=log.court_id, public_id__in=named)}
    for name in named:
        if place_of(log, name, pool) is None:
            join(log, judges[name], pool, from_on=_earliest(log))
    index, _text = enter(log, "list", pool=pool, judges=named)
    PublishedList.objects.create(log=log, pool=pool, judges=named, index=index, published_on=day_of(log.last_at))
    return index


def _enter_place(log: CourtLog, change: ChangeOfRule) -> int:
    name, pool, day = change.wanted["judge"], change.wanted["pool"], cast("dt.date", change.in_force_on)
    if change.wanted["takes_part"]:
        return join(log, Judge.objects.get(body=log.court_id, public_id=name), pool, from_on=day)
    place: Any = place_of(log, name, pool)
    begins: dict[str, Any] = {"from": day.isoformat()}
    index, _text = enter(log, "left", judge=name, pool=pool, **begins)
    place.until_on, place.left_entry = day, index
    place.save(update_fields=["until_on", "left_entry"])
    return index


ENTERING: dict[Lever, Callable[[CourtLog, ChangeOfRule], int]] = {
    Lever.RULE: _enter_rule,
    Lever.SHARE: _enter_terms,
    Lever.SPECIALISATION: _enter_terms,
    Lever.QUOTA: _enter_terms,
    Lever.LIST: _enter_list,
    Lever.POOL: _enter_place,
}
