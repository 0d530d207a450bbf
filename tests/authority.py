"""The demo's authority without the waiting: making a key takes as long as printing and signing a paper."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa

from documents.authority import DemoAuthority


@cache
def _made(_number: int) -> rsa.RSAPrivateKey:
    return DemoAuthority.new_key(DemoAuthority())


class FewKeys(DemoAuthority):
    """Certificates as in the demo, one for each signer; the root has one key and all others share another."""

    def new_key(self) -> rsa.RSAPrivateKey:
        return _made(int(self.root.certificate.exists()))
