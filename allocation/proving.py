"""The two proofs of a record: signatures of court and witness under keys that stand in the log, unique for each."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from allocation.drawing import parsed
from allocation.models import CourtLog, EnteredKey, Holder
from core.errors import Refused
from core.prepared import prepared
from journal import heads, keys, tree
from journal.rsa import Public
from journal.witness.client import Signature, Witness, WitnessRefused

# How the witness is asked: by Witness.sign_draw or Witness.sign_batch.
Ask = Callable[..., Signature]


def keys_in_use(court_log: CourtLog, at: dt.datetime) -> dict[str, str]:
    """Hashes of the newest keys of court and witness that were entered a day before or earlier."""
    newest = {key.holder: key.hash for key in _usable(court_log.pk, at)}
    if newest.keys() != set(Holder.values):
        raise Refused(_("A key is used from the day after its entry in the log; draws begin tomorrow."))
    return newest


@prepared
def _usable(court_log: Any, at: Any) -> "QuerySet[EnteredKey]":
    return EnteredKey.objects.filter(log=court_log, usable_from__lte=at).order_by("index").only("holder", "hash")


def prove(log: CourtLog, record: str, index: int, ask: Ask, *, is_new: bool = False) -> tuple[bytes, bytes]:
    """The signatures of court and witness; the witness signs only what lies under a head that it co-signed.

    `is_new`: no head covers the record yet. Both signers give the same ones whenever they are asked.
    """
    text, named = record.encode(), parsed(record)["keys"]
    head = heads.sign_head(log.name) if is_new else heads.covering(log.name, index)
    path = tree.inclusion(log.name, index, head.size)
    court = keys.signer(log.court.short_code, named["court"]).sign(text)
    witness = ask(text, index=index, size=head.size, proof=path).value
    for holder, proof in ((Holder.COURT, court), (Holder.WITNESS, witness)):
        if not entered_key(log.name, str(holder), named[str(holder)]).holds(text, proof):
            raise WitnessRefused("proof", f"the proof of the {holder} does not hold under the key in the log")
    return court, witness


def signatures_hold(log: CourtLog, record: str, proofs: tuple[bytes, bytes]) -> bool:
    """Whether both proofs are those of the record under the keys that it names."""
    named = parsed(record)["keys"]
    signed = zip((Holder.COURT, Holder.WITNESS), proofs, strict=True)
    return all(entered_key(log.name, str(who), named[str(who)]).holds(record.encode(), proof) for who, proof in signed)


@lru_cache(maxsize=1024)
def entered_key(log: str, holder: str, digest: str) -> Public:
    """A key as the log has it; its hash says all of it, so that it is read once a process."""
    court = log.removeprefix(settings.SELF_SEALED_LOGS)
    found = EnteredKey.objects.get(log__court__short_code=court, holder=holder, hash=digest)
    return Public.of(found.form)


def witness() -> Witness:
    """The witness of this house."""
    return Witness(settings.WITNESS_URL)


def proofs_of(held: Any) -> tuple[bytes, bytes]:
    """The signatures of court and witness kept with a record; empty before they were given."""
    return bytes(held.court_proof or b""), bytes(held.witness_proof or b"")
