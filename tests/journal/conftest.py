import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journal.witness.client import Witness

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Path) -> None:
    """Keys of its own and the plot of the tests, for each test."""
    settings.COURTCMS_HOME = tmp_path
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
        assert self.process.stdout and self.process.stdout.readline().startswith(b"listening on ")

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def client(self) -> Witness:
        return Witness(self.url)


@pytest.fixture
def witness(tmp_path: Path, settings: Any) -> Iterator[WitnessProcess]:
    """A witness that has seen nothing yet."""
    process = WitnessProcess(tmp_path / "witness")
    settings.WITNESS_URL = process.url
    yield process
    process.kill()
