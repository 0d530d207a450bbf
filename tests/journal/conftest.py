import io
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from courtcms.local.services import in_memory
from journal import rsa
from journal.witness import server
from journal.witness.client import Witness
from tests.forked import forked

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the keys of all these tests lie: making them takes time."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _house(settings: Any, home: Path) -> None:
    """Keys and the plot of the tests."""
    settings.COURTCMS_HOME = home
    settings.PLOT = "tests.journal.plot"
    settings.DEMO = True


def serve_for_ever(port: int, state: Path, said: int) -> None:
    """`python -m journal.witness.server --port … --state …`."""
    sys.argv = ["server", "--port", str(port), "--state", str(state)]
    sys.stdout, sys.stderr = os.fdopen(said, "w"), io.StringIO()
    server.main()


class WitnessProcess:
    """The real witness in a process of its own, which tests stop, kill and start again on the same state."""

    def __init__(self, state: Path) -> None:
        self.state = state
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        heard, said = os.pipe()
        self.process = forked(serve_for_ever, self.port, self.state, said)
        os.close(said)
        with os.fdopen(heard) as told:
            assert told.readline().startswith("listening on ")

    def kill(self) -> None:
        self.process.kill()
        self.process.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def client(self) -> Witness:
        return Witness(self.url)


@pytest.fixture(scope="session")
def witness_key(home: Path) -> Path:
    """The key of every witness, made and read once."""
    path = home / "witness.pem"
    rsa.make_file(path)
    rsa.KeyFile(path)
    return path


@pytest.fixture
def witness(witness_key: Path, settings: Any) -> Iterator[WitnessProcess]:
    """A witness that has seen nothing yet."""
    with in_memory() as state:
        shutil.copy(witness_key, state / "key.pem")
        process = WitnessProcess(state)
        settings.WITNESS_URL = process.url
        yield process
        process.kill()
