"""The generator of the draw: HMAC_DRBG with SHA-256 (NIST SP 800-90A, 10.1.2), a pure function of its seed."""

import hashlib
import hmac

WORD = 8
WORDS = 2**64


class HmacDrbg:
    """Random bits that anyone who knows the seed computes again."""

    def __init__(self, entropy: bytes, nonce: bytes = b"", personalization: bytes = b"") -> None:
        self._key, self._value = bytes(32), b"\x01" * 32
        self._update(entropy + nonce + personalization)

    def _mac(self, message: bytes) -> bytes:
        return hmac.digest(self._key, message, hashlib.sha256)

    def _update(self, provided: bytes = b"") -> None:
        for step in (b"\x00", b"\x01") if provided else (b"\x00",):
            self._key = self._mac(self._value + step + provided)
            self._value = self._mac(self._value)

    def reseed(self, entropy: bytes, additional: bytes = b"") -> None:
        """Mix in new entropy; the draw never does, the published test cases do."""
        self._update(entropy + additional)

    def generate(self, size: int, additional: bytes = b"") -> bytes:
        """The next bytes of one call."""
        if additional:
            self._update(additional)
        out = b""
        while len(out) < size:
            self._value = self._mac(self._value)
            out += self._value
        self._update(additional)
        return out[:size]

    def below(self, bound: int) -> int:
        """A number from 0 to bound − 1, each equally likely: words of the incomplete last round are dropped."""
        if not 0 < bound <= WORDS:
            raise ValueError("the bound of a draw lies between 1 and 2^64")
        while True:
            word = int.from_bytes(self.generate(WORD), "big")
            if word < WORDS - WORDS % bound:
                return word % bound
