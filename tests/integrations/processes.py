"""Outside systems of the tests: the real simulators, each its own process on free ports."""

import importlib
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import requests

from tests.forked import forked

ROOT = Path(__file__).resolve().parents[2]
# What a busy machine may need; the test of the start itself measures less.
PATIENCE = 20


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@dataclass
class Running:
    """A simulator that runs: its ports, its state folder, its knob."""

    process: subprocess.Popen | BaseProcess
    ports: list[int]
    state: Path
    knob: str
    said: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports[0]}"

    def turn(self, mode: str, seconds: float = 0) -> requests.Response:
        return requests.post(f"{self.knob}/control", json={"mode": mode, "seconds": seconds}, timeout=PATIENCE)


def _serve(module: str, words: list[str], said: int) -> None:
    os.dup2(said, 1)
    sys.stdout, sys.argv = os.fdopen(1, "w"), [module, *words]
    importlib.import_module(module).main()


@contextmanager
def copied(module: str, state: Path, *options: str, ports: list[int], knob: int) -> Iterator[Running]:
    """The simulator in a copy of this process, for tests of those who ask it; its own start takes a second."""
    hears, says = os.pipe()
    process = forked(_serve, module, ["--port", str(ports[0]), "--state", str(state), *options], says)
    os.close(says)
    try:
        with os.fdopen(hears) as words:
            ready, _, _ = select.select([words], [], [], PATIENCE)
            assert ready, f"{module} said nothing"
            yield Running(process, ports, state, f"http://127.0.0.1:{knob}", words.readline())
    finally:
        process.terminate()
        process.join(PATIENCE)


@contextmanager
def running(module: str, state: Path, *options: str, ports: list[int], knob: int) -> Iterator[Running]:
    """The simulator from its first words to its end."""
    command = [sys.executable, "-m", module, "--port", str(ports[0]), "--state", str(state), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=os.environ)
    try:
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
        assert ready, f"{module} said nothing"
        said = process.stdout.readline().decode()
        yield Running(process, ports, state, f"http://127.0.0.1:{knob}", said)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
        process.stdout.close()


Start = Callable[..., AbstractContextManager[Running]]


@contextmanager
def registers(home: Path, start: Start = running) -> Iterator[Running]:
    (port,) = free_ports(1)
    with start("integrations.registers.simulator", home / "registers", ports=[port], knob=port) as found:
        yield found


@contextmanager
def asan(home: Path, start: Start = running) -> Iterator[Running]:
    (port,) = free_ports(1)
    with start("integrations.asan_login.simulator", home / "asan", ports=[port], knob=port) as found:
        yield found


@contextmanager
def sms(home: Path, start: Start = running) -> Iterator[Running]:
    port, control = free_ports(2)
    options = ["--control-port", str(control)]
    with start("integrations.sms.simulator", home / "sms", *options, ports=[port, control], knob=control) as found:
        yield found


@contextmanager
def mail(home: Path, start: Start = running) -> Iterator[Running]:
    port, web = free_ports(2)
    options = ["--web-port", str(web)]
    with start("integrations.mail.simulator", home / "mail", *options, ports=[port, web], knob=web) as found:
        yield found
