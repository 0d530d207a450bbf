"""Opening a court's allocation log: keys, the first rule, the places of the judges."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction

from allocation import complexity
from allocation.certificates import certificate
from allocation.courtlog import day_of, enter, moment
from allocation.facts import enter_absences, join_missing
from allocation.models import CourtLog, EnteredKey, EnteredRule, Holder
from journal import heads, keys, rsa
from journal.models import PublicKey
from journal.witness.client import Witness
from reference.models import Body, CaseKind, Category

BAND, DEPTH = 400, 3
# A key and a rule count from the day after their entry; the demo opens its logs so long before.
DEMO_LEAD = dt.timedelta(days=2)
KEY_REST = dt.timedelta(days=1)


@transaction.atomic
def open_log(court: Body, *, at: dt.datetime | None = None) -> CourtLog:
    """Begin the public log of a court; draws are possible from the day after."""
    begun = moment(at)
    first = {"last_at": begun, "year": day_of(begun).year}
    log, is_new = CourtLog.objects.select_for_update().get_or_create(court=court, defaults=first)
    if is_new:
        for key in [keys.entered(court.short_code), *keys.coming(court.short_code)]:
            enter_key(log, Holder.COURT, key, at=begun)
        enter_key(log, Holder.WITNESS, heads.witness_key(Witness(settings.WITNESS_URL)), at=begun)
        enter_rule(log, at=begun)
        join_missing(log, at=begun)
        enter_absences(log, at=begun)
    return log


def open_at_need(court: Body, at: dt.datetime | None = None) -> CourtLog:
    """The court's log, opened now where it has none; in the demo two days ago, so that draws can begin."""
    known = CourtLog.objects.filter(pk=court.pk).first()
    return known or open_log(court, at=moment(at) - DEMO_LEAD if settings.DEMO else None)


def enter_key(log: CourtLog, holder: Holder, key: PublicKey, *, at: dt.datetime | None = None) -> None:
    """Enter a key; it proves draws from a day later on."""
    signer = keys.signer(log.court.short_code)
    public = rsa.Public(int(key.n, 16), key.e)
    whose = log.court.name_az if holder == Holder.COURT else "Witness"
    paper = certificate(whose, public, signer=signer, issuer=log.court.name_az, at=max(moment(at), log.last_at))
    form = {"n": key.n, "e": key.e, "certificate": paper, "soundness": key.soundness}
    index, _text = enter(log, "key", at=at, holder=str(holder), **form)
    usable = log.last_at + KEY_REST
    EnteredKey.objects.create(log=log, holder=holder, hash=public.hash, form=form, index=index, usable_from=usable)


def enter_rule(log: CourtLog, *, at: dt.datetime | None = None) -> EnteredRule:
    """Enter the rule with the weights of the reference books, in force from the next day."""
    from_on = day_of(max(moment(at), log.last_at)) + dt.timedelta(days=1)
    code = f"{from_on.year}-{log.rules.filter(from_on__year=from_on.year).count() + 1}"
    facts: dict[str, Any] = {"band": BAND, "depth": DEPTH, "weights": dict(weights(log.court))}
    signed = ["council", log.court.short_code]
    index, text = enter(log, "rule", at=at, id=code, by=signed, **{"from": from_on.isoformat()}, **facts)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return EnteredRule.objects.create(log=log, code=code, sha256=digest, index=index, from_on=from_on, **facts)


def weights(court: Body) -> Iterator[tuple[str, int]]:
    """Weights in hundredths: any case 100, the categories of the court's kinds that differ, factors of complexity."""
    yield "*", 100
    yield from complexity.STANDARD.items()
    kinds = CaseKind.objects.for_court(court)
    named = Category.objects.filter(kind__in=kinds).exclude(weight=100).order_by("code")
    for kind, category, weight in named.values_list("kind__code", "code", "weight"):
        yield f"{kind}/{category}", weight
