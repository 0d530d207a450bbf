"""ASAN Login of the demo: an OpenID Connect provider whose people are invented and need no password.

`POST /control {"mode": …}`: ok; slow (waits `seconds`); down (breaks the line); or an ID token that is wrong:
other-nonce, forged, unsigned, confused, other-key, other-issuer, other-audience, expired.
"""

import argparse
import base64
import binascii
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlencode, urlsplit

from integrations.asan_login import pages, people
from integrations.asan_login.issuing import Desk
from integrations.asan_login.people import Person
from integrations.simulation import ROOT, SECURE, Knob, Page, Server, run

HTML = "text/html; charset=utf-8"
MODES = ("other-nonce", "forged", "unsigned", "confused", "other-key", "other-issuer", "other-audience", "expired")
# What a relying party asks with; it travels through the page in hidden fields.
ASKED = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge",
         "code_challenge_method", "ui_locales")  # fmt: skip


class Door(Page):
    """One request to the provider."""

    desk: ClassVar[Desk]
    people: ClassVar[dict[str, Person]]

    @property
    def issuer(self) -> str:
        """The address that the provider was asked at."""
        return f"http://{self.headers.get('Host', '127.0.0.1')}"

    def describe(self) -> None:
        """OpenID Connect Discovery."""
        self.answer_json(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
                "code_challenge_methods_supported": ["S256"],
                "scopes_supported": ["openid", "profile", "phone", "user", "certificate", "session"],
                "ui_locales_supported": ["az", "en", "ru"],
            }
        )

    def keys(self) -> None:
        """The public keys."""
        self.answer_json(self.desk.keys())

    def choose(self) -> None:
        """The page on which one chooses who one is."""
        request = {name: self.query[name] for name in ASKED if name in self.query}
        flaw = self.flaw(request)
        if flaw:
            return self.answer(pages.refused(flaw), HTML, 400)
        wanted = self.query.get("q", "")
        content = pages.choose(people.found(self.people, wanted), wanted, request)
        return self.answer(content, HTML, 200, self.headers_for(request["redirect_uri"]))

    def chosen(self) -> None:
        """Back to the relying party, with a code or with the refusal."""
        form = self.as_form()
        request = {name: form[name] for name in ASKED if name in form}
        flaw, person = self.flaw(request), self.people.get(form.get("person", ""))
        if flaw or (person is None and "cancel" not in form):
            return self.answer(pages.refused(flaw or "person"), HTML, 400)
        result = {"code": self.desk.code(person, request)} if person else {"error": "access_denied"}
        to = request["redirect_uri"]
        query = urlencode(result | {"state": request.get("state", "")})
        return self.redirect(f"{to}{'&' if '?' in to else '?'}{query}")

    def flaw(self, request: dict[str, str]) -> str:
        """What is wrong with the relying party's request; nothing if it is right."""
        address = urlsplit(request.get("redirect_uri", ""))
        rules = {
            "client_id": request.get("client_id") == self.desk.client,
            "redirect_uri": address.scheme in ("http", "https") and bool(address.netloc),
            "response_type": request.get("response_type") == "code",
            "scope": "openid" in request.get("scope", "").split(),
            "code_challenge": bool(request.get("code_challenge")) and request.get("code_challenge_method") == "S256",
        }
        return next((name for name, is_right in rules.items() if not is_right), "")

    def headers_for(self, redirect_uri: str) -> dict[str, str]:
        """The form's redirect leads to the relying party, which the policy of the page must allow."""
        address = urlsplit(redirect_uri)
        party = f"form-action 'self' {address.scheme}://{address.netloc};"
        return SECURE | {
            "Content-Security-Policy": SECURE["Content-Security-Policy"].replace("form-action 'self';", party)
        }

    def exchange(self) -> None:
        """A code for tokens, once, for the client that shows its secret."""
        form = self.as_form()
        if not self.desk.is_client(*self.credentials(form)):
            return self.answer_json({"error": "invalid_client"}, 401)
        if form.get("grant_type") != "authorization_code":
            return self.answer_json({"error": "unsupported_grant_type"}, 400)
        grant = self.desk.taken(form)
        if grant is None:
            return self.answer_json({"error": "invalid_grant"}, 400)
        return self.answer_json(self.desk.tokens(grant, self.issuer, self.knob.mode))

    def credentials(self, form: dict[str, str]) -> tuple[str, str]:
        """The client's name and secret, from the form or from the header."""
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "basic":
            return form.get("client_id", ""), form.get("client_secret", "")
        try:
            name, _, secret = base64.b64decode(value).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return unquote(name), unquote(secret)

    def tell(self) -> None:
        """The claims of whom the access token belongs to."""
        person = self.desk.bearer(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if person is None:
            return self.answer_json({"error": "invalid_token"}, 401)
        return self.answer_json(person.claims)

    doors: ClassVar = {
        ("GET", "/.well-known/openid-configuration"): describe,
        ("GET", "/jwks"): keys,
        ("GET", "/authorize"): choose,
        ("POST", "/authorize"): chosen,
        ("POST", "/token"): exchange,
        ("GET", "/userinfo"): tell,
    }


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--client-id", default="courtcms")
    parser.add_argument("--client-secret", default="courtcms-demo")
    parser.add_argument("--people", type=Path, default=ROOT / "data" / "demo_population.csv")
    given = parser.parse_args()
    Door.desk = Desk(given.state, given.client_id, given.client_secret)
    Door.people = people.read(given.people)
    Door.knob = Knob("slow", "down", *MODES)
    run([Server(given.port, Door)])


if __name__ == "__main__":
    main()
