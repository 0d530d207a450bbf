"""Who takes part in the draw of a case today, and what of the case the record shows."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from allocation.drawing import Candidate, Matter, Out
from allocation.facts import absent_on, placed_on, pool_of
from allocation.models import Conflict, CourtLog, Draw, EnteredRule, Place
from allocation.rules import Terms, out_by_terms
from cases.models import Case
from core.errors import Refused
from core.prepared import prepared
from journal.merkle import leaf_hash
from journal.models import Entry
from reference.models import Body

PANEL = 3  # MPM 12.2, İPM 3.6: three judges from the appeal on
HEAVY_CRIMES, HEARD_BY_THREE = "agir_cinayetler", {"criminal", "juvenile"}  # CPM 78; materials by one judge
SEALED = "sealed"
SALT_BYTES = 32


@dataclass(frozen=True)
class Shown:
    """What the public log shows of a case; of a sealed one a hash whose salt the parties hold."""

    case: str
    kind: str
    category: str
    salt: bytes = b""


def shown_of(case: Case) -> Shown:
    """The case as its record names it; the same in every attempt."""
    earlier = Draw.objects.filter(dossier=case.pk).order_by("attempt").first() if case.dossier.is_sealed else None
    if not case.dossier.is_sealed or (earlier and not earlier.salt):
        return Shown(case.number, case.kind.code, case.category.code)
    return sealed_name(case.number, bytes(earlier.salt) if earlier else b"")


def sealed_name(number: str, salt: bytes = b"") -> Shown:
    """What the log shows of a sealed case with this number: a new salt unless it has one already."""
    salt = salt or secrets.token_bytes(SALT_BYTES)
    return Shown(hashlib.sha256(salt + number.encode()).hexdigest(), SEALED, "", salt)


def rule_on(log: CourtLog, day: dt.date) -> EnteredRule:
    """The rule in force on the day."""
    rule = next(iter(_newest_rule(log.pk, day)), None)
    if rule is None:
        raise Refused(_("The allocation log of the court was opened today; draws begin tomorrow."))
    return rule


@prepared
def _newest_rule(log: Any, day: Any) -> "QuerySet[EnteredRule]":
    return EnteredRule.objects.filter(log=log, from_on__lte=day).order_by("-index")[:1]


def matter_of(case: Case, shown: Shown, rule: EnteredRule, previous: Draw | None, registration: str = "") -> Matter:
    """What registration fixed of the case; the weight as the rule in force has it."""
    return Matter(
        court=case.court.short_code,
        pool=pool_of(case.court, case.kind),
        case=shown.case,
        kind=shown.kind,
        category=shown.category,
        weight=rule.weight_of(case.kind.code, case.category.code),
        registration=registration or registration_of(case),
        seats=seats_of(case.court, case.kind.code),
        attempt=previous.attempt + 1 if previous else 1,
        previous=previous.public_id if previous else "",
    )


def seats_of(court: Body, kind: str) -> int:
    """How many judges hear a case: three from the appeal on, also what begins there, and in a heavy-crimes court."""
    is_heavy = court.court_type == HEAVY_CRIMES and kind in HEARD_BY_THREE
    return PANEL if (court.instance or 1) > 1 or is_heavy else 1


def registration_of(case: Case) -> str:
    """The leaf hash of the entry by which the case was registered."""
    entry = next(iter(_registered(case.pk, case.dossier.opened_at)), None)
    if entry is None:
        raise Refused(_("The case %(number)s has no entry of its registration.") % {"number": case.number})
    return leaf_hash(entry.canonical.encode()).hex()


@prepared
def _registered(dossier: Any, since: Any) -> "QuerySet[Entry]":
    entries = Entry.objects.filter(dossier=dossier, at__gte=since, event="cases.registered")
    return entries.only("canonical").order_by("at")[:1]


def roster_of(log: CourtLog, matter: Matter, case: Case, day: dt.date) -> list[Candidate]:
    """All judges of the pool in order of id, with loads and shares, and why some take no part."""
    away = absent_on(log, day)
    barred = {conflict.judge_id: conflict.index for conflict in _conflicts(log.pk, matter.case)}
    rows = sorted(placed_on(log.pk, matter.pool, day), key=lambda place: place.judge.public_id)
    return [_candidate(place, place.terms_on(day), case, away, barred) for place in rows]


@prepared
def _conflicts(log: Any, case: Any) -> "QuerySet[Conflict]":
    return Conflict.objects.filter(log=log, case=case)


def _candidate(place: Place, terms: Terms, case: Case, away: dict[int, int], barred: dict[int, int]) -> Candidate:
    if place.judge_id in away:
        out: Out | None = Out("absent", away[place.judge_id])
    elif place.judge_id in barred:
        out = Out("conflict", barred[place.judge_id])
    else:
        out = out_by_terms(terms, place.drawn, case.kind.code, case.category.code)
    return Candidate(place.judge.public_id, place.load, terms.share, out)
