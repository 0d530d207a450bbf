"""Who vouches for signatures: an authority with its certificates; the demo has one of its own."""

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import pem as pemlib
from asn1crypto.cms import CMSAttributes, Time
from asn1crypto.core import UTCTime
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from pyhanko.keys import load_cert_from_pemder
from pyhanko.sign.general import as_signing_certificate, simple_cms_attribute
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from core import clock
from core.errors import Refused
from journal.actors import Acting

YEAR, YEARS = 366, 3  # days; how long a person's certificate holds
STAMPER = "time-stamps"
NAME_LIMIT = 64  # of a common name, by X.509


class Authority(Protocol):
    """What signing asks of an authority, whether its keys lie in files, on a token (PKCS#11) or in a telephone."""

    def signer_of(self, person: Acting) -> Signer:
        """What signs in the name of this person, with the certificate."""
        ...

    def time_stamper(self) -> TimeStamper | None:
        """Who attests the time of signing, if anybody."""
        ...

    def roots(self) -> list[Any]:
        """The certificates (asn1crypto) that are trusted."""
        ...


def authority() -> Authority:
    """The authority that settings name; outside the demo there is none until one is named."""
    if not settings.SIGNING_AUTHORITY:
        raise Refused(_("No authority for electronic signatures is set up. Tell the administrator."))
    named: Authority = import_string(settings.SIGNING_AUTHORITY)()
    return named


@dataclass(frozen=True)
class Holder:
    """A key with its certificate, as files."""

    key: Path
    certificate: Path

    @classmethod
    def at(cls, folder: Path, name: str) -> "Holder":
        return cls(folder / f"{name}.key.pem", folder / f"{name}.pem")

    def certificate_read(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.certificate.read_bytes())

    def key_read(self) -> rsa.RSAPrivateKey:
        return _checked(_parsed(self.key.read_bytes()).dump())

    def is_good(self, until: dt.datetime) -> bool:
        """Whether it exists and stays valid until then."""
        return self.certificate.exists() and self.certificate_read().not_valid_after_utc > until


# Reading an RSA key checks its primes, which costs more than all the rest of a signature; so each is read once.
@lru_cache(64)
def _parsed(pem: bytes) -> PrivateKeyInfo:
    return PrivateKeyInfo.load(pemlib.unarmor(pem)[2])


@lru_cache(64)
def _checked(key: bytes) -> rsa.RSAPrivateKey:
    found = serialization.load_der_private_key(key, None)
    assert isinstance(found, rsa.RSAPrivateKey)
    return found


class _Signer(SimpleSigner):  # type: ignore[misc]
    """Signs with a key that was read once."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        key = _checked(self.signing_key.dump())
        return key.sign(data, PKCS1v15(), get_pyca_cryptography_hash(digest_algorithm))


class _Stamper(DummyTimeStamper):  # type: ignore[misc]
    """Attests the time with a key that was read once."""

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: dt.datetime) -> tuple[bytes, CMSAttributes]:
        digest = hashlib.new(md_algorithm, tst_info_data).digest()
        attributes = CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", Time({"utc_time": UTCTime(dt)})),
                simple_cms_attribute("signing_certificate", as_signing_certificate(self.tsa_cert)),
                simple_cms_attribute("message_digest", digest),
            ]
        )
        used = get_pyca_cryptography_hash(md_algorithm.upper())
        return _checked(self.tsa_key.dump()).sign(attributes.dump(), PKCS1v15(), used), attributes


class DemoAuthority:
    """The demo's own authority: its root, and a certificate for each signer, made at need under keys/ca/."""

    def __init__(self) -> None:
        self.folder = Path(settings.COURTCMS_HOME) / "keys" / "ca"
        self.root = Holder.at(self.folder, "root")

    def signer_of(self, person: Acting) -> Signer:
        """The person's own certificate, made when there is none or it ends within a month."""
        mark = hashlib.sha256(person.actor_name.encode()).hexdigest()[:12]
        return self._signer(self._holder(f"person-{person.actor_id}-{mark}", person.actor_name))

    def time_stamper(self) -> TimeStamper:
        """Attests the court's own time, that of the demo's clock."""
        signer = self._signer(self._holder(STAMPER, "CourtCMS demo time-stamps"))
        store = SimpleCertificateStore.from_certs([signer.signing_cert, *self.roots()])
        return _Stamper(signer.signing_cert, signer.signing_key, store, fixed_dt=clock.now())

    def roots(self) -> list[Any]:
        """The root of the demo, made at need."""
        self._make_root()
        return [load_cert_from_pemder(str(self.root.certificate))]

    def _signer(self, holder: Holder) -> SimpleSigner:
        key = _parsed(holder.key.read_bytes())
        certificate = load_cert_from_pemder(str(holder.certificate))
        return _Signer(certificate, key, SimpleCertificateStore.from_certs([certificate, *self.roots()]))

    def _holder(self, file: str, name: str) -> Holder:
        self._make_root()
        holder = Holder.at(self.folder, file)
        month_on = clock.now() + dt.timedelta(days=30)
        with self._alone():
            if not holder.is_good(month_on):
                self._certify(holder, name, file == STAMPER)
        return holder

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Two workers never make the same key."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def new_key(self) -> rsa.RSAPrivateKey:
        """The key of whoever is certified next."""
        return rsa.generate_private_key(65537, 2048)

    def _make_root(self) -> None:
        with self._alone():
            if self.root.certificate.exists():
                return
            key, name = self.new_key(), _name("CourtCMS demo authority")
            usage = _usage(is_authority=True)
            built = _building(name, name, key.public_key(), 30).add_extension(x509.BasicConstraints(True, 0), True)
            _keep(self.root, key, built.add_extension(usage, True).sign(key, hashes.SHA256()))

    def _certify(self, holder: Holder, name: str, is_stamper: bool) -> None:
        root, key = self.root.certificate_read(), self.new_key()
        built = _building(_name(name), root.subject, key.public_key(), YEARS)
        built = built.add_extension(x509.BasicConstraints(False, None), True)
        built = built.add_extension(_usage(is_authority=False), True)
        if is_stamper:
            built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
        _keep(holder, key, built.sign(self.root.key_read(), hashes.SHA256()))


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "AZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "CourtCMS demo"),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:NAME_LIMIT]),
        ]
    )


def _building(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, years: int) -> x509.CertificateBuilder:
    # The demo has an invented past, which is signed by several processes in no order.
    begins = clock.now() - dt.timedelta(days=YEAR)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=YEAR * (years + 1)))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    """Authorities certify; persons sign and cannot deny it."""
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _keep(holder: Holder, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(holder.key, private)
    _write(holder.certificate, certificate.public_bytes(serialization.Encoding.PEM))


def _write(path: Path, content: bytes) -> None:
    """Written beside and renamed, readable by us alone."""
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    beside.rename(path)
