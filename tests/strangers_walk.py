"""A stranger who walks through every public door and notes every word that is read there."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from tests.public_doors import PUBLIC
from tests.test_access_table import DOORS, Door

LANGUAGES = ("az", "en", "ru")
MOST = 300  # pages of one walk
# Doors that say the same whatever cases there are; the last walk opens them too.
SAME = (
    "account_*",
    "gallery*",
    "mfa_*",
    "sign_in*",
    "openid_*",
    "socialaccount_*",
    "admin_*",
    "draws:verify_*",
    "language",
)
# What differs each time a page is drawn, and leads to nothing.
_CHANGING = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|<code>[0-9a-f-]{32,36}</code>')
EACH_TIME = {"Content-Security-Policy", "Content-Length", "X-Request-ID", "Expires", "Set-Cookie"}
# How numbers are set so that they do not break over two lines.
PLAIN = str.maketrans({"\N{NON-BREAKING HYPHEN}": "-", "\N{NO-BREAK SPACE}": " ", "\N{EN DASH}": "-"})
_TAG = re.compile(r"<[^>]+>")
_LINK = re.compile(r'(?:href|src|action)="([^"#]+)"')
PUBLIC_DOORS = [door for door in DOORS if door.listed(PUBLIC)]


def addresses(known: dict[str, list[Any]], *, is_whole: bool) -> Iterator[str]:
    """Every public address, with each of the known values for what it needs; those that stay the same if `is_whole`."""
    for door in PUBLIC_DOORS:
        if is_whole or not door.listed(set(SAME)):
            yield from _addresses(door, known)


def _addresses(door: Door, known: dict[str, list[Any]]) -> Iterator[str]:
    names = [name for name, _kind in door.converters]
    if not names:
        yield door.address()
        return
    for first in known.get(names[0], [None]):
        for second in known.get(names[1], [None]) if len(names) > 1 else [None]:
            given = {names[0]: first} | ({names[1]: second} if len(names) > 1 else {})
            yield door.address(**{name: value for name, value in given.items() if value is not None})


def asked(bases: Iterable[str], words: Iterable[str]) -> Iterator[str]:
    """The addresses, which end in a parameter, with each of the words."""
    for word in words:
        yield from (f"{base}={quote(word)}" for base in bases)


def read(client: Client, address: str) -> str:
    """All that a door says: status, headers, and the body without what changes by itself."""
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    heads = "\n".join(f"{name}: {value}" for name, value in answer.items() if name not in EACH_TIME)
    said = f"{answer.status_code}\n{heads}\n{_CHANGING.sub('', unescape(body.decode(errors='replace')))}"
    return said.replace(answer.get("X-Request-ID") or "-", "-").translate(PLAIN)


def speaking(language: str) -> Client:
    """A client of nobody, in this language."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def walk(client: Client, starts: Iterable[str]) -> dict[str, str]:
    """What every start says, and every public page to which these lead; by address."""
    seen: dict[str, str] = {}
    waiting = list(dict.fromkeys(starts))
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen[address] = read(client, address)
        waiting += [found for link in _LINK.findall(seen[address]) if (found := _public(link)) and found not in seen]
    return seen


@cache
def _public(link: str) -> str:
    """The link as an address of a public door that may differ with the cases, else nothing."""
    parts = urlsplit(unescape(link))
    if parts.netloc not in ("", "testserver") or not parts.path.startswith("/"):
        return ""
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return ""
    is_public = any(door.name == name and not door.listed(set(SAME)) for door in PUBLIC_DOORS)
    return parts.path + (f"?{parts.query}" if parts.query else "") if is_public else ""


def found_in(pages: dict[str, str], needles: dict[str, str]) -> list[str]:
    """Where one of the needles stands, and which; what the address itself says is only echoed."""
    looked_for = [(name, needle, needle.translate(PLAIN).lower()) for name, needle in needles.items()]
    hits = []
    for address, raw in pages.items():
        text = (raw + _TAG.sub("", raw)).lower()  # a number is set with its middle heavy
        for name, needle, plain in looked_for:
            if plain in text and quote(needle) not in address and needle not in address:
                hits.append(f"{address}: {name}")
    return hits
