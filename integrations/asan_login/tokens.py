"""What ASAN Login says about a person is believed only when its signature, its addressee and our nonce are right."""

import hmac
from typing import Any

import jwt
import requests
import structlog
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.cache import cache
from django.utils.translation import gettext as _

from integrations.errors import SignInDown

log = structlog.get_logger(__name__)
KEPT_SECONDS = 3600
# A stranger's token with an unknown key id must not make us fetch keys again and again.
FETCHED_AGAIN_SECONDS = 60
LEEWAY_SECONDS = 30


def fetch(url: str) -> dict[str, Any]:
    """A JSON document of ASAN Login; SignInDown if there is none."""
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url)
            answer.raise_for_status()
            found = answer.json()
    except (requests.RequestException, ValueError) as error:
        log.warning("ASAN Login does not answer", error=type(error).__name__)
        raise SignInDown(_("ASAN Login does not answer. Try again later.")) from error
    if not isinstance(found, dict):
        raise SignInDown(_("ASAN Login does not answer. Try again later."))
    return found


def discovery(url: str) -> dict[str, Any]:
    """The provider's own description, kept for an hour; its issuer must be where we asked."""
    kept: dict[str, Any] | None = cache.get(f"asan:discovery:{url}")
    if kept:
        return kept
    found = fetch(url)
    if str(found.get("issuer", "")).rstrip("/") != url.partition("/.well-known/")[0].rstrip("/"):
        raise OAuth2Error("The issuer is another one.")
    cache.set(f"asan:discovery:{url}", found, KEPT_SECONDS)
    return found


def verified(token: str, *, issuer: str, audience: str, nonce: str, keys_url: str) -> dict[str, Any]:
    """The claims of an ID token that is genuine, of now, for us, and the answer to this very sign-in."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token, keys_url),
            algorithms=["RS256"],
            audience=audience,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"], "strict_aud": True},
        )
    except jwt.PyJWTError as error:
        raise OAuth2Error("The ID token is not genuine.") from error
    if not nonce or not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise OAuth2Error("The ID token answers another sign-in.")
    return claims


def _key(token: str, url: str) -> Any:
    """The provider's key that the token names."""
    wanted = jwt.get_unverified_header(token).get("kid")
    known = _named(_keys(url), wanted)
    if known is None and cache.add(f"asan:keys-asked:{url}", 1, FETCHED_AGAIN_SECONDS):
        cache.delete(f"asan:keys:{url}")
        known = _named(_keys(url), wanted)
    if known is None:
        raise jwt.InvalidKeyError("no such key")
    return known


def _keys(url: str) -> dict[str, Any]:
    kept: dict[str, Any] | None = cache.get(f"asan:keys:{url}")
    if kept is None:
        kept = fetch(url)
        cache.set(f"asan:keys:{url}", kept, KEPT_SECONDS)
    return kept


def _named(keys: dict[str, Any], wanted: str | None) -> Any:
    found = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.key_id == wanted and key.key_type == "RSA"]
    return found[0].key if wanted and len(found) == 1 else None
