"""The keys of courts: who signs for a log, and the public keys that stand in the database."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from core import clock
from journal import rsa
from journal.models import PublicKey
from journal.models.tree import ACCESS

NATIONAL = "national"
WITNESS = "witness"


class KeyMissing(RuntimeError):
    """The court has no key; outside the demo an administrator makes it (init_court)."""


def owner_of(log: str) -> str:
    """Whose key signs the heads of a log: the court of a log of draws, the nation for the access log."""
    return NATIONAL if log == ACCESS else log.removeprefix(settings.SELF_SEALED_LOGS)


def signer(owner: str) -> rsa.Signer:
    """What signs for this body."""
    return _signer(str(path_of(owner)))


@cache
def _signer(path: str) -> rsa.Signer:
    if not Path(path).exists():
        if not settings.DEMO:
            raise KeyMissing(f"no key at {path}")
        rsa.make_file(Path(path))
    return rsa.KeyFile(Path(path))


def path_of(owner: str) -> Path:
    """Where the key file of the body lies."""
    return Path(settings.COURTCMS_HOME) / "keys" / f"{owner}.pem"


def make(owner: str) -> PublicKey:
    """Make the body's key where it has none, and enter its public part."""
    if not path_of(owner).exists():
        rsa.make_file(path_of(owner))
    return entered(owner)


def make_files(owners: Iterable[str]) -> int:
    """Make the key files that these bodies do not have yet, on all cores; how many were made.

    Their public parts are entered at first use.
    """
    missing = sorted({path for path in map(path_of, owners) if not path.exists()})
    with ProcessPoolExecutor() as pool:
        list(pool.map(rsa.make_file, missing))
    return len(missing)


def entered(owner: str) -> PublicKey:
    """The row of the body's public key, entered at its first use."""
    key = signer(owner)
    return PublicKey.objects.filter(pk=key.public.hash).first() or enter(owner, rsa.published(key))


def enter(owner: str, form: dict[str, Any]) -> PublicKey:
    """Keep a public key in its published form, after its soundness held."""
    public = rsa.sound(form)
    values = {"owner": owner, "n": f"{public.n:x}", "e": public.e, "soundness": form["soundness"]}
    row, _created = PublicKey.objects.get_or_create(hash=public.hash, defaults={**values, "added_at": clock.now()})
    return row
