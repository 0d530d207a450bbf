"""Keys, codes and tokens of the simulated ASAN Login."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt

from integrations import keyfiles
from integrations.asan_login.people import Person

CODE_SECONDS = 60
TOKEN_SECONDS = 300


@dataclass(frozen=True)
class Grant:
    """What a code stands for until it is exchanged, once."""

    person: Person
    client: str
    redirect_uri: str
    challenge: str
    nonce: str
    ends: float


@dataclass
class Desk:
    """Gives out codes, exchanges them for tokens and remembers whose access tokens are alive."""

    state: Path
    client: str
    secret: str
    grants: dict[str, Grant] = field(default_factory=dict)
    alive: dict[str, tuple[Person, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = keyfiles.private_key(self.state / "asan.key")
        self.stranger = keyfiles.private_key(self.state / "stranger.key")
        self.kid = hashlib.sha256(self._jwk_text().encode()).hexdigest()[:16]

    def _jwk_text(self) -> str:
        return str(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))

    def keys(self) -> dict[str, Any]:
        """The public keys (JWKS)."""
        return {"keys": [json.loads(self._jwk_text()) | {"kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def code(self, person: Person, request: dict[str, str]) -> str:
        """A code for one exchange within a minute."""
        code = secrets.token_urlsafe(24)
        self.grants[code] = Grant(
            person=person,
            client=request["client_id"],
            redirect_uri=request["redirect_uri"],
            challenge=request["code_challenge"],
            nonce=request.get("nonce", ""),
            ends=time.monotonic() + CODE_SECONDS,
        )
        return code

    def taken(self, form: dict[str, str]) -> Grant | None:
        """The grant of a code that is alive, was given to this client and address, and fits the verifier."""
        grant = self.grants.pop(form.get("code", ""), None)
        if grant is None or time.monotonic() > grant.ends or grant.redirect_uri != form.get("redirect_uri"):
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return grant if hmac.compare_digest(challenge, grant.challenge) else None

    def is_client(self, name: str, secret: str) -> bool:
        """Whether this is the one client that we know."""
        return hmac.compare_digest(name, self.client) and hmac.compare_digest(secret, self.secret)

    def tokens(self, grant: Grant, issuer: str, mode: str) -> dict[str, Any]:
        """What the token endpoint answers."""
        access = secrets.token_urlsafe(32)
        self.alive[access] = (grant.person, time.monotonic() + TOKEN_SECONDS)
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "id_token": self.id_token(grant, issuer, mode),
        }

    def id_token(self, grant: Grant, issuer: str, mode: str) -> str:
        """The signed ID token, or what a wrong provider would send in its place."""
        moment = dt.datetime.now(dt.UTC)  # clock: own process
        claims = grant.person.claims | {
            "iss": issuer if mode != "other-issuer" else "https://elsewhere.example",
            "aud": self.client if mode != "other-audience" else "somebody-else",
            "iat": moment,
            "exp": moment + dt.timedelta(seconds=TOKEN_SECONDS if mode != "expired" else -TOKEN_SECONDS),
            "nonce": grant.nonce if mode != "other-nonce" else secrets.token_urlsafe(16),
        }
        headers = {"kid": self.kid if mode != "other-key" else "another"}
        if mode == "unsigned":
            return jwt.encode(claims, "", algorithm="none", headers=headers)
        if mode == "confused":
            return jwt.encode(claims, self.kid, algorithm="HS256", headers=headers)
        return jwt.encode(claims, self.stranger if mode == "forged" else self.key, algorithm="RS256", headers=headers)

    def bearer(self, token: str) -> Person | None:
        """Whose access token this is, while it lives."""
        person, ends = self.alive.get(token, (None, 0.0))
        return person if time.monotonic() < ends else None
