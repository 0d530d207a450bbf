"""Keys whose signature over a text is unique: RSASSA-PKCS1-v1_5 with SHA-256. Without Django, for the witness too."""

import contextlib
import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

from journal.canonical import canonical

BITS = 2048
EXPONENT = 65537
SOUNDNESS = 8


class KeyMissing(RuntimeError):
    """The body has no such key, or what keeps it does not answer."""


@dataclass(frozen=True)
class Public:
    """The public numbers of a key."""

    n: int
    e: int

    @classmethod
    def of(cls, form: dict[str, Any]) -> "Public":
        """From its published form {"e", "n"}; raises ValueError when the key is too short or its exponent another."""
        public = cls(int(str(form["n"]), 16), int(form["e"]))
        if public.n.bit_length() < BITS or public.e != EXPONENT:
            raise ValueError(f"a key has {BITS} bits or more and the exponent {EXPONENT}")
        return public

    @property
    def form(self) -> dict[str, Any]:
        """The published form: {"e", "n"} with n in lower-case hex."""
        return {"e": self.e, "n": f"{self.n:x}"}

    @property
    def hash(self) -> str:
        """By which the key is named in records and heads."""
        return hashlib.sha256(canonical(self.form)).hexdigest()

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's over the text, of full length and below n."""
        if len(signature) != (self.n.bit_length() + 7) // 8 or int.from_bytes(signature) >= self.n:
            return False
        key = rsa.RSAPublicNumbers(self.e, self.n).public_key()
        try:
            key.verify(signature, text, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True


class Signer(Protocol):
    """Something that signs with one key: a key file in the demo, a token (`journal.hsm`) in production."""

    @property
    def public(self) -> Public: ...

    def sign(self, text: bytes) -> bytes: ...


# Reading a key checks its primes, which takes as long as twenty signatures; so each is read once.
@lru_cache(256)
def _read(pem: bytes) -> PrivateKeyTypes:
    return serialization.load_pem_private_key(pem, None)


class KeyFile:
    """A key in a PEM file."""

    def __init__(self, path: Path) -> None:
        key = _read(path.read_bytes())
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError(f"{path} holds no RSA key")
        self._key = key
        numbers = key.public_key().public_numbers()
        self.public = Public(numbers.n, numbers.e)

    def sign(self, text: bytes) -> bytes:
        """The only signature of this key over the text."""
        return self._key.sign(text, padding.PKCS1v15(), hashes.SHA256())


def make_file(path: Path) -> None:
    """Make a new key at this path, readable by its owner alone; a key that stands there already stays."""
    if path.exists():
        return
    key = rsa.generate_private_key(EXPONENT, BITS)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(whole, path)
    whole.unlink()


def soundness_texts(public: Public) -> list[bytes]:
    """What a key signs once to show that its exponent is coprime to φ(n), so that its signatures are unique."""
    return [f"courtcms-key-v1|{public.form['n']}|{number}".encode() for number in range(SOUNDNESS)]


def handover_text(log: str, key_hash: str) -> bytes:
    """What the old key of a log signs so that the witness takes the new one."""
    return f"courtcms-handover-v1|{log}|{key_hash}".encode()


# A key has one signature of each text, so that it signs these once a process.
_SOUNDNESS: dict[Public, list[str]] = {}


def published(signer: Signer) -> dict[str, Any]:
    """The key as others verify it: {"e", "n", "hash", "soundness"}."""
    if (public := signer.public) not in _SOUNDNESS:
        _SOUNDNESS[public] = [signer.sign(text).hex() for text in soundness_texts(public)]
    return {**public.form, "hash": public.hash, "soundness": [*_SOUNDNESS[public]]}


def sound(form: dict[str, Any]) -> Public:
    """The public key of a published form, or ValueError when its form or its signatures of soundness do not hold."""
    return _sound(Public.of(form), tuple(form["soundness"]))


# The witness is shown a court's key with every head: what held once holds always.
@lru_cache(4096)
def _sound(public: Public, soundness: tuple[str, ...]) -> Public:
    signatures = [bytes.fromhex(signature) for signature in soundness]
    texts = soundness_texts(public)
    if len(signatures) != len(texts) or not all(map(public.holds, texts, signatures)):
        raise ValueError(f"the signatures of soundness of the key {public.hash} do not hold")
    return public
