"""Signed heads: a court says that its log of this size had this root, and the witness co-signs if the log only grew."""

from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from core import clock
from core.prepared import prepared
from journal import keys, rsa, tree
from journal.canonical import canonical, second
from journal.merkle import Frontier
from journal.models import Head, Log, PublicKey
from journal.witness.client import Seen, Witness, WitnessGone, WitnessRefused

log = structlog.get_logger(__name__)
ATTEMPTS = 10  # so many larger heads of others may come before ours


class NothingToSign(ValueError):
    """The log has no leaf yet."""


def head_text(head: Head) -> bytes:
    """The published form of a head, which both sign."""
    form = {"log": head.log, "size": head.size, "root": bytes(head.root).hex(), "at": second(head.at)}
    return canonical(form)


def sign_head(name: str) -> Head:
    """Sign the log as it stands and have it co-signed; two acts with a committed state between.

    Raises WitnessGone when the witness does not answer (the court's signature stays), WitnessRefused when it refuses.
    """
    for attempt in range(1, ATTEMPTS + 1):
        last = next(iter(_last(name)), None)
        head = own_head(name, last=last)
        if head.witness_signature:
            return head
        try:
            return cosign(head, seen=_seen(last) if attempt == 1 else None)
        except WitnessRefused as refusal:
            # Somebody else's larger head came first: then ours of the size of now will do.
            if refusal.code not in ("older", "inconsistent") or attempt == ATTEMPTS:
                raise
    raise AssertionError("every attempt returns or raises")


@transaction.atomic(durable=True)
def own_head(name: str, *, last: Head | None = None) -> Head:
    """The head of the log as it stands, signed by its court and committed; `last` is its last head so far."""
    row = next(iter(_log(name)), None)
    if row is None or not row.size:
        raise NothingToSign(f"the log {name} has no leaf")
    if last and last.size == row.size:
        return last
    root = Frontier(row.size, bytes(row.frontier)).root
    head = Head(log=name, size=row.size, root=root, at=clock.now().replace(microsecond=0))
    owner = keys.owner_of(name)
    head.key = keys.entered(owner).hash
    head.court_signature = keys.signer(owner, head.key).sign(head_text(head))
    Head.objects.bulk_create([head], ignore_conflicts=True)
    return _of_size(name, row.size)[0]  # another's, if it was signed at the same moment


@prepared
def _log(name: Any) -> "QuerySet[Log]":
    return Log.objects.filter(pk=name)


@prepared
def _last(log: Any) -> "QuerySet[Head]":
    return Head.objects.filter(log=log).order_by("-size")[:1]


@prepared
def _of_size(log: Any, size: Any) -> "QuerySet[Head]":
    return Head.objects.filter(log=log, size=size)


def _seen(last: Head | None) -> Seen | None:
    """What the witness has seen, if our last head is co-signed and we do not lag behind."""
    return Seen(last.size, bytes(last.root)) if last and last.witness_signature else None


def cosign(head: Head, *, seen: Seen | None = None) -> Head:
    """Have the head co-signed by the witness, and keep its signature.

    `seen` spares asking the witness what it saw last; when it is not so, the witness refuses.
    """
    witness = Witness(settings.WITNESS_URL)
    seen = seen or witness.seen(head.log)
    proof = tree.consistency(head.log, seen.size, head.size) if seen and seen.size < head.size else []
    rows = _keys_of(head)
    own, form = rows[head.key], _form(rows[head.key])
    signature = witness.cosign(head_text(head), bytes(head.court_signature), form, proof, _handover(head, own))
    known = rows.get(signature.key) or witness_key(witness, signature.key)
    if not public(known).holds(head_text(head), signature.value):
        raise WitnessRefused("signature", "the signature of the witness does not hold")
    head.witness_signature, head.witness_key = signature.value, signature.key
    values = {"witness_signature": signature.value, "witness_key": signature.key}
    Head.objects.filter(log=head.log, size=head.size, witness_signature=None).update(**values)
    return head


def _handover(head: Head, key: PublicKey) -> bytes:
    """How the key that the witness knows of this log signed it over to the head's key; empty when it is the same."""
    signed_over = key.handovers.get(head.log)
    if not signed_over:
        return b""
    known = Head.objects.filter(log=head.log, witness_signature__isnull=False).order_by("-size").first()
    return bytes.fromhex(signed_over.get(known.key, "")) if known else b""


def _keys_of(head: Head) -> dict[str, PublicKey]:
    """The key of the head and the witness's, by their hashes."""
    return {row.hash: row for row in _signing(head.key, keys.WITNESS)}


@prepared
def _signing(key: Any, witness: Any) -> "QuerySet[PublicKey]":
    return PublicKey.objects.filter(Q(pk=key) | Q(owner=witness))


def _form(key: PublicKey) -> dict[str, Any]:
    return {"n": key.n, "e": key.e, "soundness": key.soundness}


def witness_key(witness: Witness, key_hash: str = "") -> PublicKey:
    """The witness's public key, asked for once and then known from the database."""
    known = PublicKey.objects.filter(owner=keys.WITNESS).order_by("-added_at")
    row = (known.filter(pk=key_hash) if key_hash else known).first()
    return row or keys.enter(keys.WITNESS, witness.key())


def public(row: PublicKey) -> rsa.Public:
    """The public numbers of a key of the database."""
    return rsa.Public.of({"n": row.n, "e": row.e})


def covering(name: str, index: int) -> Head:
    """A co-signed head under which leaf `index` lies, made when there is none."""
    cosigned = Head.objects.filter(log=name, size__gt=index, witness_signature__isnull=False)
    return cosigned.order_by("size").first() or sign_head(name)


def waiting() -> list[str]:
    """The logs that grew beyond their last co-signed head."""
    last = Head.objects.filter(witness_signature__isnull=False).values("log").annotate(size=Max("size"))
    covered = {row["log"]: row["size"] for row in last}
    return [row.name for row in Log.objects.filter(size__gt=0).order_by("name") if row.size > covered.get(row.name, 0)]


def sign_all() -> int:
    """Sign and co-sign every log that grew; how many were co-signed. Stops when the witness does not answer."""
    signed = 0
    for name in waiting():
        try:
            sign_head(name)
            signed += 1
        except WitnessGone as error:
            log.error("heads not co-signed", cause=str(error), log=name)
            break
        except (WitnessRefused, keys.KeyMissing) as error:
            log.error("head not signed", cause=str(error), log=name)
    return signed
