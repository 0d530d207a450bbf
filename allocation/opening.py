"""Opening a court's allocation log: keys, the first rule, the places of the judges."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from allocation import complexity
from allocation.certificates import certificate
from allocation.courtlog import day_of, enter, enter_all, moment
from allocation.facts import enter_absences, join_missing
from allocation.models import CourtLog, EnteredKey, EnteredRule, Holder
from journal import heads, keys
from journal.models import PublicKey
from journal.rsa import Signer
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
        own = [keys.entered(court.short_code), *keys.coming(court.short_code)]
        of_witness = heads.witness_key(Witness(settings.WITNESS_URL))
        enter_keys(log, [*((Holder.COURT, key) for key in own), (Holder.WITNESS, of_witness)], at=begun)
        enter_rule(log, at=begun)
        join_missing(log, at=begun, is_new=True)
        enter_absences(log, at=begun)
    return log


def open_at_need(court: Body, at: dt.datetime | None = None) -> CourtLog:
    """The court's log, opened now where it has none; in the demo two days ago, so that draws can begin."""
    known = CourtLog.objects.filter(pk=court.pk).first()
    return known or open_log(court, at=moment(at) - DEMO_LEAD if settings.DEMO else None)


def enter_key(log: CourtLog, holder: Holder, key: PublicKey, *, at: dt.datetime | None = None) -> None:
    """Enter a key; it proves draws from a day later on."""
    enter_keys(log, [(holder, key)], at=at)


def enter_keys(log: CourtLog, held: Sequence[tuple[Holder, PublicKey]], *, at: dt.datetime | None = None) -> None:
    """Enter many keys in as few queries as one."""
    issued = max(moment(at), log.last_at)
    signer = keys.signer(log.court.short_code)
    forms = [_form(log, holder, key, signer=signer, at=issued) for holder, key in held]
    bodies: list[dict[str, Any]] = [
        {"holder": str(holder)} | form for (holder, _), form in zip(held, forms, strict=True)
    ]
    indexes = enter_all(log, "key", bodies, at=at)
    usable = log.last_at + KEY_REST
    EnteredKey.objects.bulk_create(
        EnteredKey(log=log, holder=holder, hash=heads.public(key).hash, form=form, index=index, usable_from=usable)
        for (holder, key), form, index in zip(held, forms, indexes, strict=True)
    )


def _form(log: CourtLog, holder: Holder, key: PublicKey, *, signer: Signer, at: dt.datetime) -> dict[str, Any]:
    """A key as the log shows it, with the certificate that the court signs."""
    whose = log.court.name_az if holder == Holder.COURT else "Witness"
    paper = certificate(whose, heads.public(key), signer=signer, issuer=log.court.name_az, at=at)
    return {"n": key.n, "e": key.e, "certificate": paper, "soundness": key.soundness}


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
