"""ASAN Login for allauth: OpenID Connect with a nonce and with every ID token verified.

Switched on by SOCIALACCOUNT_PROVIDERS["openid_connect"]["provider_class"]; its views replace those of allauth.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from integrations.asan_login import tokens

FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")
# Our word → the provider's names for it (mygov ID's first, those of the standard after it).
CLAIMS = {
    "fin": ("pin", "fin"),
    "given_name": ("firstName", "given_name"),
    "surname": ("lastName", "family_name"),
    "patronymic": ("patronymic", "middle_name"),
    "phone": ("phone", "phone_number"),
}


@dataclass(frozen=True)
class AsanPerson:
    """Who signed in, as ASAN Login vouches for them."""

    fin: str
    given_name: str
    surname: str
    patronymic: str = ""
    phone: str = ""


def person_from(claims: Mapping[str, Any]) -> AsanPerson:
    """The person of verified claims; one without a FIN cannot enter."""
    told = {name: _first(claims, names) for name, names in CLAIMS.items()}
    if not FIN.fullmatch(told["fin"]):
        raise OAuth2Error("The claims hold no FIN.")
    return AsanPerson(**told)


def person_of(login: SocialLogin) -> AsanPerson:
    """The person of a sign-in that allauth hands to the account adapter."""
    return AsanPerson(**login.account.extra_data)


def _first(claims: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(claims[name]).strip() for name in names if claims.get(name)), "")


class AsanFlow(OpenIDConnectOAuth2Adapter):
    """One sign-in: discovery and keys from the cache, claims from the verified ID token alone."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's description with what settings override."""
        provider = self.get_provider()
        overrides: dict[str, Any] = provider.app.settings.get("openid_configuration_overrides", {})
        return tokens.discovery(provider.server_url) | overrides

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """The sign-in of the person whom the ID token names; OAuth2Error if it cannot be believed."""
        described = self.openid_config
        claims = tokens.verified(
            kwargs["response"].get("id_token") or "",
            issuer=described["issuer"],
            audience=app.client_id,
            nonce=self.nonce,
            keys_url=described["jwks_uri"],
        )
        return self.get_provider().sociallogin_from_response(request, claims)


class AsanProvider(OpenIDConnectProvider):
    """ASAN Login: a person is known by the FIN, never by an e-mail address or a name."""

    id = "openid_connect"
    oauth2_adapter_class = AsanFlow
    pkce_enabled_default = True
    # Only our own round trip is believed, not a token that somebody posts.
    supports_token_authentication = False

    def get_default_scope(self) -> list[str]:
        return ["openid", "profile", "phone"]

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the browser to ASAN Login with a nonce that its answer must repeat."""
        nonce = secrets.token_urlsafe(32)
        wanted = dict(kwargs.pop("auth_params", None) or self.get_auth_params())
        wanted |= {"nonce": nonce, "ui_locales": get_language() or "az"}
        answer: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params=wanted, nonce=nonce, **kwargs
        )
        return answer

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        return person_from(data).fin

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, str]:
        return asdict(person_from(data))

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, str]:
        person = person_from(data)
        return {
            "username": f"fin-{person.fin.lower()}",
            "first_name": person.given_name,
            "last_name": person.surname,
        }

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[Any]:
        return []
