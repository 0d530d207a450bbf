"""Keys that never leave a token (HSM): RSASSA-PKCS1-v1_5 with SHA-256 through PKCS#11."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import pkcs11
import structlog
from django.conf import settings
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass

from journal.rsa import BITS, EXPONENT, KeyMissing, Public

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")
# Which process began to use a module: a child of it must begin anew (PKCS#11 2.40, 5.4).
_BEGUN: dict[str, int] = {}


def token() -> "Token | None":
    """The token of the settings, if there is one; else the keys lie in files."""
    return _token(settings.HSM_MODULE, settings.HSM_TOKEN, settings.HSM_PIN) if settings.HSM_MODULE else None


@cache
def _token(module: str, label: str, pin: str) -> "Token":
    return Token(module, label, pin)


def forget() -> None:
    """Let go of every session; the next signature opens one anew."""
    _token.cache_clear()


class Token:
    """One token with one session a process, used by one thread at a time, as PKCS#11 wants it."""

    def __init__(self, module: str, label: str, pin: str) -> None:
        self._module, self._label, self._pin = module, label, pin
        self._lock = threading.RLock()
        self._session: pkcs11.Session | None = None
        self._process = 0
        self._public: dict[str, Public] = {}

    def key(self, label: str) -> "TokenKey | None":
        """The key under this label, None when the token has none; raises KeyMissing when it does not answer."""
        if label not in self._public and (public := self._asked(lambda session: _public_of(session, label))):
            self._public[label] = public
        return TokenKey(self, label, self._public[label]) if label in self._public else None

    def make(self, label: str) -> bool:
        """Make a key pair in the token; whether it is new: one that stands there stays."""
        return self._asked(lambda session: _made(session, label))

    def sign(self, label: str, text: bytes) -> bytes:
        """Sign with the key under this label; raises KeyMissing when the token or the key does not answer."""
        return self._asked(lambda session: _signed(session, label, text))

    def _asked(self, question: Callable[[pkcs11.Session], Answer]) -> Answer:
        """The answer; asked a second time in a new session when the token let the first one go."""
        with self._lock, _in_words(self._label):
            try:
                return question(self._opened())
            except RuntimeError as error:  # whatever PKCS#11 says is one
                log.warning("session with the token is opened anew", token=self._label, cause=_cause(error))
                self._session = None
                _begin(self._module, anew=True)
                return question(self._opened())

    def _opened(self) -> pkcs11.Session:
        if self._process != os.getpid():
            self._session = None  # the parent's
        if self._session is None:
            library = _begin(self._module)
            found = library.get_token(token_label=self._label)
            self._session, self._process = found.open(rw=True, user_pin=self._pin), os.getpid()
        return self._session


class TokenKey:
    """A key in a token; its private part stays there."""

    def __init__(self, token: Token, label: str, public: Public) -> None:
        self._token, self._label, self.public = token, label, public

    def sign(self, text: bytes) -> bytes:
        """The only signature of this key over the text."""
        return self._token.sign(self._label, text)


@contextmanager
def _in_words(label: str) -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise KeyMissing(f"the token {label} does not answer: {_cause(error)}") from error


def _cause(error: Exception) -> str:
    return " ".join(part for part in (type(error).__name__, str(error)) if part)


def _begin(module: str, *, anew: bool = False) -> Any:
    """The module, begun once in this process; anew when it was lost, so that tokens that came back are seen."""
    library = pkcs11.lib(module)
    if anew or _BEGUN.get(module, os.getpid()) != os.getpid():
        library.reinitialize()
    _BEGUN[module] = os.getpid()
    return library


def _public_of(session: pkcs11.Session, label: str) -> Public | None:
    named = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.KEY_TYPE: KeyType.RSA, Attribute.LABEL: label}
    for key in session.get_objects(named):
        n, e = key[Attribute.MODULUS], key[Attribute.PUBLIC_EXPONENT]
        return Public(int.from_bytes(n), int.from_bytes(e))
    return None


def _made(session: pkcs11.Session, label: str) -> bool:
    if _public_of(session, label):
        return False
    wanted = {Attribute.PUBLIC_EXPONENT: EXPONENT.to_bytes(3)}
    kept = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
    session.generate_keypair(
        KeyType.RSA, BITS, id=label.encode(), label=label, store=True, public_template=wanted, private_template=kept
    )
    return True


def _signed(session: pkcs11.Session, label: str, text: bytes) -> bytes:
    key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, key_type=KeyType.RSA, label=label)
    signature: bytes = key.sign(text, mechanism=Mechanism.SHA256_RSA_PKCS)  # type: ignore[attr-defined]
    return signature
