import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journal import rsa
from journal.witness.client import Witness

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


class WitnessProcess:
    """The real witness, which tests stop, kill and start again on the same state."""

    def __init__(self, state: Path) -> None:
        self.state = state
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "journal.witness.server", "--port", str(self.port), "--state", str(self.state)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"PATH": os.environ["PATH"]}
        )
        assert self.process.stdout.readline().startswith(b"listening on ")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def client(self) -> Witness:
        return Witness(self.url)


@pytest.fixture
def witness(tmp_path: Path, home: Path, settings: Any) -> Iterator[WitnessProcess]:
    """A witness that has seen nothing yet."""
    if not (home / "witness.pem").exists():
        rsa.make_file(home / "witness.pem")
    shutil.copy(home / "witness.pem", tmp_path / "key.pem")
    process = WitnessProcess(tmp_path)
    settings.WITNESS_URL = process.url
    yield process
    process.kill()
