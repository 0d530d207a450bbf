"""Signers for the tests: real RSA keys, made once, that sign as the court's and the witness's do."""

import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from journal.rsa import Public, soundness_texts

NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Signer:
    private: rsa.RSAPrivateKey

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())

    @cached_property
    def n(self) -> int:
        return self.private.public_key().public_numbers().n

    @property
    def key(self) -> Public:
        return Public(self.n, 65537)

    @cached_property
    def certificate(self) -> str:
        builder = x509.CertificateBuilder(NAME, NAME, self.private.public_key(), 1, DAY, DAY + dt.timedelta(3650))
        made = builder.sign(self.private, hashes.SHA256())
        return made.public_bytes(serialization.Encoding.PEM).decode()

    @cached_property
    def soundness(self) -> list[str]:
        return [self.sign(text).hex() for text in soundness_texts(self.key)]

    @property
    def form(self) -> dict[str, object]:
        """What is published of the key; a new one each time, since tests change it."""
        return {"n": f"{self.n:x}", "e": 65537, "certificate": self.certificate, "soundness": [*self.soundness]}


@cache
def signer(name: str, bits: int = 2048) -> Signer:
    """The same key for the same name within one run."""
    return Signer(rsa.generate_private_key(public_exponent=65537, key_size=bits))
