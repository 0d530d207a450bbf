"""The keys that the state registers and the court sign their messages with; made once where they are missing."""

import datetime as dt
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

# Either side knows the other's certificate as a file, so that its dates decide nothing.
SINCE = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
UNTIL = dt.datetime(2045, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Pair:
    """A private key and its certificate, both PEM files."""

    key: Path
    certificate: Path


def ensure(home: Path) -> tuple[Pair, Pair]:
    """Both pairs of a demo under its home, each side knowing the other: (court, registers)."""
    registers = server(home / "registers")
    return client(home), registers


def client(home: Path) -> Pair:
    """The court's pair; a simulator that lives in the same home is told its certificate."""
    pair = _pair(home / "keys", "registers", "CourtCMS")
    if (home / "registers").is_dir():
        known = home / "registers" / "clients" / "courtcms.pem"
        certificate = pair.certificate.read_bytes()
        if not known.exists() or known.read_bytes() != certificate:
            known.parent.mkdir(exist_ok=True, mode=0o700)
            _write(known, certificate)
    return pair


def server(state: Path) -> Pair:
    """The registers' pair in the state folder of their simulator: server.key and server.pem."""
    return _pair(state, "server", "Registers of the demo")


def _pair(folder: Path, name: str, common_name: str) -> Pair:
    pair = Pair(folder / f"{name}.key", folder / f"{name}.pem")
    if pair.certificate.exists() and pair.key.exists():
        return pair
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder / f".{name}.lock"):
        if not (pair.certificate.exists() and pair.key.exists()):
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            _write(pair.key, _key_text(key))
            _write(pair.certificate, _certificate(key, common_name))
    return pair


def _key_text(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _certificate(key: rsa.RSAPrivateKey, common_name: str) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), SINCE, UNTIL)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(path)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Two processes that start together make one pair."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
