"""The real witness in a process of its own, which tests stop, kill and start again on the same state."""

import io
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import requests

from courtcms.local.services import place
from journal import rsa
from journal.witness import server
from journal.witness.book import Book
from journal.witness.client import Witness
from tests.forked import forked


class Door(server.Door):
    """The door of a witness that takes up another memory, or lies, when it is told to: for tests that begin alike."""

    lies = False

    def do_POST(self) -> None:
        if self.path == "/become":
            told = self.asked()
            Door.book, Door.lies = Book(Path(told["state"])), told["lies"]
            self.answer(HTTPStatus.OK, {})
        else:
            super().do_POST()

    def answer(self, status: HTTPStatus, form: dict[str, Any]) -> None:
        if self.lies and self.path in ("/draw", "/batch") and "signature" in form:
            form = form | {"signature": form["signature"][::-1]}
        super().answer(status, form)


class WitnessProcess:
    """A witness that keeps what it saw in this folder."""

    def __init__(self, state: Path) -> None:
        self.state = state
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        heard, said = os.pipe()
        self.process = forked(_serve, self.port, self.state, said)
        os.close(said)
        with os.fdopen(heard) as told:
            assert told.readline().startswith("listening on ")

    def kill(self) -> None:
        self.process.kill()
        self.process.join()

    @contextmanager
    def remembering(self, seen: Path | None = None) -> Iterator[Path]:
        """It has seen nothing until now, or what is kept in this folder; where it keeps what it sees from now on."""
        with in_memory() as state:
            for path in [_key(), *(seen.iterdir() if seen else [])]:
                shutil.copy(path, state)
            self.become(state)
            yield state

    def become(self, state: Path, *, lies: bool = False) -> None:
        """It keeps what it sees in this folder; one that lies gives signatures of draws that do not hold."""
        told = {"state": str(state), "lies": lies}
        requests.post(f"{self.url}/become", json=told, timeout=5).raise_for_status()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def client(self) -> Witness:
        return Witness(self.url)


def _serve(port: int, state: Path, said: int) -> None:
    """`python -m journal.witness.server --port … --state …`."""
    sys.argv = ["server", "--port", str(port), "--state", str(state)]
    sys.stdout, sys.stderr = os.fdopen(said, "w"), io.StringIO()
    server.Door = Door  # type: ignore[misc]
    server.main()


@cache
def _key() -> Path:
    """The key of every witness, made and read once: both take time."""
    path = Path(mkdtemp()) / "key.pem"
    rsa.make_file(path)
    rsa.KeyFile(path)
    return path


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder that is gone afterwards; a witness writes to its disk before every answer, and here nobody waits."""
    with TemporaryDirectory(prefix="courtcms-", dir=place()) as folder:
        yield Path(folder)


@contextmanager
def new_witness() -> Iterator[WitnessProcess]:
    """A witness that has seen nothing yet."""
    with in_memory() as state:
        shutil.copy(_key(), state)
        process = WitnessProcess(state)
        yield process
        process.kill()
