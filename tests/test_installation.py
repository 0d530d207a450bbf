"""What an installation is when nothing is said: strict; and what the scheme of its address turns on."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

NAMES = (
    "DEMO DEBUG IS_HTTPS REQUIRE_SECOND_FACTOR SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY"
    " SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS SIGNING_AUTHORITY ASAN_CLIENT_SECRET"
    " SMPP_PASSWORD ALLOWED_HOSTS"
)
TELL = f"""
import json
from courtcms import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES.split()!r}}}
    | {{"first_hasher": settings.PASSWORD_HASHERS[0], "hashers": len(settings.PASSWORD_HASHERS)}}))
"""


def told(secret: str = "k" * 50, **given: str) -> dict[str, Any]:
    """The settings of an installation with this environment and nothing else."""
    own = {"PATH": os.environ["PATH"]} | ({"SECRET_KEY": secret} if secret else {}) | given
    done = subprocess.run(
        [sys.executable, "-c", TELL], cwd=settings.BASE_DIR, env=own, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.requirement("BP-M14")
def test_production_is_strict_when_nothing_is_said() -> None:
    found = told(PUBLIC_URL="https://mehkeme.example")
    on = ("IS_HTTPS", "REQUIRE_SECOND_FACTOR", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert all(found[name] is True for name in (*on, "SESSION_COOKIE_HTTPONLY", "SECURE_HSTS_INCLUDE_SUBDOMAINS"))
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert (found["DEMO"], found["DEBUG"], found["ALLOWED_HOSTS"]) == (False, False, ["mehkeme.example"])
    assert found["first_hasher"].endswith("Argon2PasswordHasher") and found["hashers"] == 1
    # What the demo has and nobody else.
    assert (found["SIGNING_AUTHORITY"], found["ASAN_CLIENT_SECRET"], found["SMPP_PASSWORD"]) == ("", "", "")


def test_plain_http_has_cookies_that_a_browser_sends_and_no_promise_of_https() -> None:
    found = told(PUBLIC_URL="http://127.0.0.1:8000", DEMO="1")
    assert not any(found[name] for name in ("IS_HTTPS", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT"))
    assert (found["SECURE_HSTS_SECONDS"], found["REQUIRE_SECOND_FACTOR"]) == (0, False)


def test_an_installation_without_a_secret_does_not_start() -> None:
    with pytest.raises(subprocess.CalledProcessError) as ended:
        told(secret="")
    assert "SECRET_KEY is not set" in ended.value.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/kiosk/yasamal/", "/no/such/page/"])
def test_every_page_carries_the_strict_policy(client: Any, address: str) -> None:
    answer = client.get(address)
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if " " in part.strip()
    )
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "'self'" in policy["script-src"]
    assert "camera=()" in answer["Permissions-Policy"] and answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Referrer-Policy"] == "same-origin"
