"""The keys that the state registers and the court sign their messages with; made once where they are missing."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from integrations import keyfiles

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
            keyfiles.write(known, certificate)
    return pair


def server(state: Path) -> Pair:
    """The registers' pair in the state folder of their simulator: server.key and server.pem."""
    return _pair(state, "server", "Registers of the demo")


def _pair(folder: Path, name: str, common_name: str) -> Pair:
    pair = Pair(folder / f"{name}.key", folder / f"{name}.pem")
    if not pair.certificate.exists():
        # Whoever comes second signs the same name with the same key: either certificate will do.
        keyfiles.write(pair.certificate, _certificate(keyfiles.private_key(pair.key), common_name))
    return pair


def _certificate(key: rsa.RSAPrivateKey, common_name: str) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), SINCE, UNTIL)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
