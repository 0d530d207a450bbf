"""A certificate for a key, so that tools can show whose it is; what counts is the key's hash in the log."""

import datetime as dt
from functools import lru_cache

from asn1crypto import algos, core, keys, pem, x509

from journal.rsa import Public, Signer

YEARS = 10


# Its parts are written once: asked for their bytes as a whole, they would be put together anew at every level.
ALGORITHM = algos.SignedDigestAlgorithm.load(
    algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa", "parameters": core.Null()}).dump()
)


def certificate(subject: str, public: Public, *, signer: Signer, issuer: str, at: dt.datetime) -> str:
    """PEM of an X.509 certificate for the key, signed by the issuer's key, which may lie in a token."""
    begins = at.replace(microsecond=0)
    valid = {"not_before": begins, "not_after": begins + dt.timedelta(days=365 * YEARS)}
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": int(public.hash[:16], 16),
            "signature": ALGORITHM,
            "issuer": _name(issuer),
            "validity": {name: x509.Time({"utc_time": moment}) for name, moment in valid.items()},
            "subject": _name(subject),
            "subject_public_key_info": _key_info(public),
        }
    ).dump()
    signed = {"signature_algorithm": ALGORITHM, "signature_value": signer.sign(body)}
    whole = x509.Certificate({"tbs_certificate": x509.TbsCertificate.load(body), **signed})
    return str(pem.armor("CERTIFICATE", whole.dump()).decode())


@lru_cache
def _name(common_name: str) -> x509.Name:
    return x509.Name.load(x509.Name.build({"common_name": common_name}).dump())


@lru_cache
def _key_info(public: Public) -> keys.PublicKeyInfo:
    numbers = keys.RSAPublicKey({"modulus": public.n, "public_exponent": public.e})
    algorithm = {"algorithm": "rsa", "parameters": core.Null()}
    return keys.PublicKeyInfo.load(keys.PublicKeyInfo({"algorithm": algorithm, "public_key": numbers}).dump())
