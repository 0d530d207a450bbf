"""How the court speaks with the witness."""

import os
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import requests

from journal.rsa import Public, sound

TIMEOUT = (2.0, 5.0)  # seconds to connect, seconds to wait for an answer


class WitnessGone(Exception):
    """The witness does not answer."""


class WitnessRefused(Exception):
    """The witness does not sign, for the reason that it gives."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _session() -> requests.Session:
    return _kept(os.getpid())


@cache
def _kept(process: int) -> requests.Session:
    """One session a process, so that connections to the witness stay open."""
    session = requests.Session()
    session.trust_env = False  # the witness is asked directly, whatever proxy the machine has
    return session


@dataclass(frozen=True)
class Seen:
    """The last head of a log that the witness co-signed."""

    size: int
    root: bytes


@dataclass(frozen=True)
class Signature:
    """A signature of the witness, and the hash of the key that made it."""

    value: bytes
    key: str


@dataclass(frozen=True)
class Witness:
    """The witness at this address."""

    url: str
    session: requests.Session = field(default_factory=_session, repr=False)

    def key(self) -> dict[str, Any]:
        """The witness's key in its published form; raises WitnessRefused when its soundness does not hold."""
        form = self._ask("GET", "/key")
        try:
            sound(form)
        except (ValueError, KeyError) as error:
            raise WitnessRefused("key", f"the witness shows a key that does not hold: {error}") from error
        return form

    @property
    def public(self) -> Public:
        """The public numbers of its key."""
        return Public.of(self.key())

    def state(self) -> dict[str, Seen]:
        """What the witness has seen of each log."""
        return {log: Seen(row["size"], bytes.fromhex(row["root"])) for log, row in self._ask("GET", "/state").items()}

    def seen(self, log: str) -> Seen | None:
        """What the witness has seen of this log, None when nothing."""
        row = self._ask("GET", "/state", params={"log": log}).get(log)
        return Seen(row["size"], bytes.fromhex(row["root"])) if row else None

    def counts(self) -> dict[str, dict[str, int]]:
        """How many draws it signed for each court, how many heads of each log."""
        return self._ask("GET", "/counts")

    def cosign(
        self, head: bytes, court_signature: bytes, key: dict[str, Any], proof: list[bytes], handover: bytes = b""
    ) -> Signature:
        """Have a head co-signed, with the proof that its log only grew since the last one."""
        return self._signed(
            "/head",
            {
                "head": head.decode(),
                "court_signature": court_signature.hex(),
                "key": key,
                "proof": [side.hex() for side in proof],
                "handover": handover.hex(),
            },
        )

    def sign_draw(self, record: bytes, *, index: int, size: int, proof: list[bytes]) -> Signature:
        """Have a draw's canonical record signed, leaf `index` under the co-signed head of `size` leaves."""
        form = {"record": record.decode(), "index": index, "size": size, "proof": [side.hex() for side in proof]}
        return self._signed("/draw", form)

    def sign_batch(self, record: bytes, *, index: int, size: int, proof: list[bytes]) -> Signature:
        """Have the canonical record of a batch signed, once for all its cases; as `sign_draw` otherwise."""
        form = {"record": record.decode(), "index": index, "size": size, "proof": [side.hex() for side in proof]}
        return self._signed("/batch", form)

    def _signed(self, path: str, form: dict[str, Any]) -> Signature:
        answer = self._ask("POST", path, json=form)
        return Signature(bytes.fromhex(answer["signature"]), answer["key"])

    def _sent(self, method: str, address: str, **options: Any) -> requests.Response:
        """The answer; asked again when an idle connection was let go: the same request always has the same answer."""
        try:
            return self.session.request(method, address, timeout=TIMEOUT, **options)
        except requests.Timeout:
            raise
        except requests.ConnectionError:
            return self.session.request(method, address, timeout=TIMEOUT, **options)

    def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            response = self._sent(method, self.url + path, **options)
            answer: dict[str, Any] = response.json()
        except requests.RequestException as error:
            raise WitnessGone(f"the witness at {self.url} does not answer: {type(error).__name__}") from error
        if not response.ok:
            raise WitnessRefused(str(answer.get("error", "")), str(answer.get("message", response.reason)))
        return answer
