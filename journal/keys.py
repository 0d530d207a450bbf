"""The keys of courts: who signs for a log, and the public keys that stand in the database."""

import datetime as dt
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from core import clock
from core.prepared import prepared
from journal import hsm, rsa
from journal.models import PublicKey
from journal.models.tree import ACCESS
from journal.rsa import KeyMissing as KeyMissing

NATIONAL = "national"
WITNESS = "witness"


class KeyPending(ValueError):
    """A new key of the body was made already and is not used yet."""


def owner_of(log: str) -> str:
    """Whose key signs the heads of a log: the court of a log of draws, the nation for the access log."""
    return NATIONAL if log == ACCESS else log.removeprefix(settings.SELF_SEALED_LOGS)


def logs_of(owner: str) -> list[str]:
    """The logs whose heads this body signs."""
    return [owner, f"{settings.SELF_SEALED_LOGS}{owner}", *([ACCESS] if owner == NATIONAL else [])]


def signer(owner: str, key_hash: str = "") -> rsa.Signer:
    """What signs for this body: its key with this hash, else the one that it uses now.

    Raises KeyMissing when that key is not there, or when the token that keeps it does not answer.
    """
    if not key_hash and (row := in_use(owner)):
        key_hash = row.hash
    if not key_hash:
        return _first(owner)
    found = _kept(_place(key_hash) or owner)
    if found is None or found.public.hash != key_hash:
        raise KeyMissing(f"the private key {key_hash[:12]} of {owner} is not in {where()}")
    return found


@lru_cache(maxsize=4096)
def _place(key_hash: str) -> str:
    """Where the private part lies; the row of a key never changes."""
    for place in PublicKey.objects.filter(pk=key_hash).values_list("place", flat=True):
        return place
    raise KeyMissing(f"the key {key_hash[:12]} was never entered")


def _first(owner: str) -> rsa.Signer:
    """The body's first key; the demo alone makes it by itself."""
    if _kept(owner) is None and settings.DEMO:
        _make(owner)
    found = _kept(owner)
    if found is None:
        raise KeyMissing(f"no key {owner} in {where()}")
    return found


def _kept(place: str) -> rsa.Signer | None:
    """The key that lies there: in its file, else in the token, to which files are signed over."""
    if (path := path_of(place)).exists():
        return _file(path)
    token = hsm.token()
    return token.key(place) if token else None


@cache
def _file(path: Path) -> rsa.Signer:
    return rsa.KeyFile(path)


def _make(place: str) -> None:
    """Make a key in the token or the folder; one that stands there stays."""
    if token := hsm.token():
        token.make(place)
    else:
        rsa.make_file(path_of(place))


def where() -> str:
    """Where the private keys lie, in words for administrators."""
    return f"the token {settings.HSM_TOKEN}" if settings.HSM_MODULE else str(path_of(NATIONAL).parent)


def path_of(place: str) -> Path:
    """Where the key file lies: of the body's first key under its own name, of the second as `<body>.2`."""
    return Path(settings.COURTCMS_HOME) / "keys" / f"{place}.pem"


def make(owner: str) -> PublicKey:
    """Make the body's key where it has none, and enter its public part."""
    if in_use(owner) is None and _kept(owner) is None:
        _make(owner)
    return entered(owner)


def make_files(owners: Iterable[str]) -> int:
    """Make the keys that these bodies do not have yet, files on all cores; how many were made.

    Their public parts are entered at first use.
    """
    if token := hsm.token():
        return sum(token.make(owner) for owner in sorted(set(owners)) if not path_of(owner).exists())
    missing = sorted({path for path in map(path_of, owners) if not path.exists()})
    with ProcessPoolExecutor() as pool:
        list(pool.map(rsa.make_file, missing))
    return len(missing)


def in_use(owner: str) -> PublicKey | None:
    """The row of the key that the body uses now, if one was entered."""
    return next(iter(_in_use(owner, clock.now())), None)


@prepared
def _in_use(owner: Any, now: Any) -> "QuerySet[PublicKey]":
    begun = Q(used_from=None) | Q(used_from__lte=now)
    return PublicKey.objects.filter(begun, owner=owner).order_by("-added_at")[:1]


def coming(owner: str) -> list[PublicKey]:
    """Keys that are made and not used yet."""
    return list(PublicKey.objects.filter(owner=owner, used_from__gt=clock.now()).order_by("added_at"))


def make_next(owner: str, *, used_from: dt.datetime) -> PublicKey:
    """A new key that takes over at that time, signed over by every key of the body that can still sign.

    Raises KeyPending when a key waits already, KeyMissing when the present one is gone: the witness takes the new key
    on the word of the old one alone.
    """
    if coming(owner):
        raise KeyPending(f"a new key of {owner} is made already and takes over at {coming(owner)[0].used_from}")
    signer(owner, entered(owner).hash)
    rows = list(PublicKey.objects.filter(owner=owner).order_by("added_at"))
    place = f"{owner}.{len(rows) + 1}"
    _make(place)
    new = _kept(place)
    if new is None:
        raise KeyMissing(f"the new key {place} is not in {where()}")
    signed_over = {log: _signed_over(log, rows, new.public.hash) for log in logs_of(owner)}
    return enter(owner, rsa.published(new), place=place, used_from=used_from, handovers=signed_over)


def _signed_over(log: str, rows: list[PublicKey], new: str) -> dict[str, str]:
    """By each earlier key: a log that did not grow for long has none of the later ones under its last head."""
    text = rsa.handover_text(log, new)
    able = {row.hash: _kept(row.place or row.owner) for row in rows}
    return {known: key.sign(text).hex() for known, key in able.items() if key and key.public.hash == known}


def entered(owner: str) -> PublicKey:
    """The row of the public key that the body uses now, entered at its first use."""
    return in_use(owner) or enter(owner, rsa.published(_first(owner)))


def enter(owner: str, form: dict[str, Any], **facts: Any) -> PublicKey:
    """Keep a public key in its published form, after its soundness held."""
    public = rsa.sound(form)
    values = {"owner": owner, "n": f"{public.n:x}", "e": public.e, "soundness": form["soundness"], **facts}
    row, _created = PublicKey.objects.get_or_create(hash=public.hash, defaults={**values, "added_at": clock.now()})
    return row
