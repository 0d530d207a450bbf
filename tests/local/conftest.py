"""A launcher in a process of its own, in a state folder of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from courtcms.local import processes, services
from courtcms.local.places import CLONE

NOT_OURS = {
    *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEMO", "PUBLIC_URL", "COURTCMS_HOME", "PORT", "WITNESS_URL"),
    *("ASAN_ISSUER", "POPULATION_REGISTER_URL", "TAX_REGISTER_URL", "SMPP_HOST", "SMPP_PORT"),
    *("EMAIL_HOST", "EMAIL_PORT", "MAIL_PAGE_URL"),
}


def until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    """Look again and again, and fail when it never comes true."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        pause.wait(0.02)


class Launched:
    """A launcher that runs, and what it wrote."""

    def __init__(self, command: list[str], home: Path, more: dict[str, str], clone: Path) -> None:
        self.home = home
        self.output = home / "output.txt"
        kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                env=kept | {"COURTCMS_HOME": str(home), "PYTHONPATH": str(clone)} | more,
                cwd=clone,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def words(self) -> str:
        return self.output.read_text()

    def until_says(self, words: str) -> None:
        until(lambda: words in self.words or self.process.poll() is not None)
        assert words in self.words, self.words

    def descendants(self) -> set[int]:
        found, size = {self.process.pid}, 0
        while len(found) != size:
            size = len(found)
            found |= {pid for pid in processes.all_pids() if (line := processes.stat(pid)) and int(line[1]) in found}
        return found

    def child(self, part: str) -> int:
        """The child whose program has that name; not its guardian, nor its own children."""
        below = {pid: processes.command(pid) for pid in self.descendants()}
        return min(pid for pid, words in below.items() if part in words and "guardian.py" not in words)

    def guardian(self, name: str) -> int:
        return next(pid for pid in self.descendants() if f"guardian.py --name {name} " in processes.command(pid))

    def secret(self) -> dict[str, str]:
        return dict(json.loads((self.home / "secret.json").read_text()))

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that the servers' user reaches, as pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="courtcms-test-", dir=services.place()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home() -> Iterator[Path]:
    """A new state folder."""
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def house() -> Iterator[Path]:
    """A state folder that many launchers are started in, one after another, however the one before ended."""
    with open_folder() as folder:
        yield folder


@pytest.fixture
def free_port() -> int:
    """The first of eight ports that nobody has now."""
    firsts = range(20000 + os.getpid() % 1000 * 10, 60000, 10)
    return next(first for first in firsts if all(map(processes.is_free, range(first, first + 8))))


@pytest.fixture
def launch(house: Path, free_port: int) -> Iterator[Callable[..., Launched]]:
    """Start a launcher; whatever the test does with it, nothing of it is left."""
    started: list[Launched] = []

    def start(*command: str, at: Path = house, clone: Path = CLONE, **more: str) -> Launched:
        words = ["-m", "courtcms.local", "up", "--only", "postgres,valkey"] if not command else list(command)
        started.append(Launched(words, at, {"PORT": str(free_port)} | more, clone))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end()
