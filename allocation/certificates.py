"""A certificate for a key, so that tools can show whose it is; what counts is the key's hash in the log."""

import datetime as dt

from asn1crypto import core, keys, pem, x509

from journal.rsa import Public, Signer

YEARS = 10


def certificate(subject: str, public: Public, *, signer: Signer, issuer: str, at: dt.datetime) -> str:
    """PEM of an X.509 certificate for the key, signed by the issuer's key, which may lie in a token."""
    algorithm = {"algorithm": "sha256_rsa", "parameters": core.Null()}
    begins = at.replace(microsecond=0)
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": int(public.hash[:16], 16),
            "signature": algorithm,
            "issuer": x509.Name.build({"common_name": issuer}),
            "validity": {
                "not_before": x509.Time({"utc_time": begins}),
                "not_after": x509.Time({"utc_time": begins + dt.timedelta(days=365 * YEARS)}),
            },
            "subject": x509.Name.build({"common_name": subject}),
            "subject_public_key_info": _key_info(public),
        }
    )
    whole = x509.Certificate(
        {"tbs_certificate": body, "signature_algorithm": algorithm, "signature_value": signer.sign(body.dump())}
    )
    return str(pem.armor("CERTIFICATE", whole.dump()).decode())


def _key_info(public: Public) -> keys.PublicKeyInfo:
    numbers = keys.RSAPublicKey({"modulus": public.n, "public_exponent": public.e})
    algorithm = {"algorithm": "rsa", "parameters": core.Null()}
    return keys.PublicKeyInfo({"algorithm": algorithm, "public_key": numbers})
