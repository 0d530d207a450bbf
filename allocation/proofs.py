"""The proofs of a draw: signatures that are unique for a message and a key, so that nobody can try again.

RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2), checked by hand as every outside verifier does.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from journal.canonical import canonical

EXPONENT = 65537
SMALLEST_BITS = 2048
SOUNDNESS_SIGNATURES = 8
_SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True)
class PublicKey:
    """The public half of a signer's key, with the signatures that show its exponent to be coprime to φ(n)."""

    n: int
    e: int = EXPONENT
    soundness: Sequence[bytes] = field(default=(), repr=False)

    @property
    def size(self) -> int:
        """Length of the modulus, and so of every signature, in bytes."""
        return (self.n.bit_length() + 7) // 8

    @property
    def hash(self) -> str:
        """By this hash a record names the key."""
        return hashlib.sha256(canonical({"e": self.e, "n": f"{self.n:x}"})).hexdigest()


def soundness_messages(n: int) -> list[bytes]:
    """What a signer signs once to show that its exponent has an inverse, that is: its signatures are unique."""
    return [f"courtcms-key-v1|{n:x}|{number}".encode() for number in range(SOUNDNESS_SIGNATURES)]


def verifies(key: PublicKey, message: bytes, signature: bytes) -> bool:
    """Whether this is the one signature of the message: right length, below n, the padding exact to the byte."""
    number = int.from_bytes(signature, "big")
    if len(signature) != key.size or number >= key.n:
        return False
    digest = _SHA256_PREFIX + hashlib.sha256(message).digest()
    padded = b"\x00\x01" + b"\xff" * (key.size - len(digest) - 3) + b"\x00" + digest
    return pow(number, key.e, key.n).to_bytes(key.size, "big") == padded


def key_faults(key: PublicKey) -> Iterator[str]:
    """Reasons why the key may not prove draws; none if it may."""
    if key.n.bit_length() < SMALLEST_BITS:
        yield f"the modulus has {key.n.bit_length()} bits, {SMALLEST_BITS} are needed"
        return
    if key.e != EXPONENT:
        yield f"the exponent is {key.e}, not {EXPONENT}"
        return
    messages = soundness_messages(key.n)
    if len(key.soundness) != len(messages):
        yield f"{len(key.soundness)} soundness signatures, {len(messages)} are needed"
    elif not all(verifies(key, message, proof) for message, proof in zip(messages, key.soundness, strict=True)):
        yield "a soundness signature is wrong: signatures of this key may not be unique"
