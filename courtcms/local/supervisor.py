"""Starts the children in order, brings back what dies, and stops all in reverse order."""

import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from courtcms.local import processes
from courtcms.local.children import Child
from courtcms.local.places import Home, Unfit

GUARDIAN = Path(__file__).with_name("guardian.py")
LONG_LIFE = 30.0
PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)
LOG_LIMIT = 20_000_000
SET_CHILD_SUBREAPER = 36


class Stopped(Exception):
    """Somebody asked us to stop."""


@dataclass
class Running:
    """A child with its guardian; `guardian` is None between a death and the next start."""

    child: Child
    turn: int = 0
    guardian: "subprocess.Popen[bytes] | None" = None
    lifeline: int = -1
    started: float = 0.0
    deaths: int = 0
    next_start: float = 0.0


def say(text: str) -> None:
    """One line on the console, at once."""
    print(text, flush=True)


class Supervisor:
    """The launcher's heart; one thread, no Django."""

    def __init__(self, home: Home, environment: Mapping[str, str]) -> None:
        self.home = home
        self.environment = dict(environment)
        self.running: list[Running] = []
        self.next_turn = 0.0
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1)
        self.wake, waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def start(self, child: Child) -> None:
        """Start a child and wait until it is ready; Unfit with the end of its log when it never is."""
        self.start_together([child])

    def start_together(self, children: list[Child]) -> None:
        """Start several at once and wait until all are ready."""
        self.wait_for(self.begin(children))

    def begin(self, children: list[Child]) -> list[Running]:
        """Start several at once, and wait for none yet."""
        fresh = [Running(child, turn=len(self.running)) for child in children]
        self.running += fresh
        for one in fresh:
            self.spawn(one)
        return fresh

    def wait_for(self, begun: list[Running]) -> None:
        """Wait until all of these are ready."""
        for one in begun:
            self.wait_until_ready(one)

    def wait_until_ready(self, one: Running) -> None:
        """Look after everybody until this one is ready."""
        until = time.monotonic() + one.child.patience
        while not (one.guardian and one.child.is_ready()):
            if one.deaths >= 4 or time.monotonic() > until:
                name, log = one.child.name, self.log(one.child)
                raise Unfit(f"{name} does not start. The end of {log}:\n{self.last_lines(one.child)}")
            self.wait(0.02)
            self.look_after()

    def spawn(self, one: Running) -> None:
        """Start the guardian that starts the child."""
        child = one.child
        child.before()
        self.turn_log(child)
        lifeline, one.lifeline = os.pipe2(os.O_CLOEXEC)
        options = [
            "--name",
            child.name,
            "--lifeline",
            str(lifeline),
            "--lock",
            str(self.home.run / f"{child.name}.lock"),
        ]
        options += ["--stop", str(int(child.stop)), "--grace", str(child.grace)]
        options += ["--user", str(child.user)] if child.user is not None else []
        with self.log(child).open("ab") as log:
            one.guardian = subprocess.Popen(
                [
                    sys.executable,
                    "-I",
                    "-S",
                    str(GUARDIAN),
                    *options,
                    "--",
                    *child.command,
                ],
                pass_fds=[lifeline],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=child.folder,
                env=self.environment | dict(child.environment),
                start_new_session=True,
            )
        os.close(lifeline)
        one.started = time.monotonic()

    def look_after(self) -> None:
        """Bury who died, and start again whose pause is over."""
        for one in self.running:
            if one.guardian and one.guardian.poll() is not None:
                self.note_death(one)
            if one.guardian is None and time.monotonic() >= one.next_start:
                self.spawn(one)

    def note_death(self, one: Running) -> None:
        """Say it, clear what an unguarded child left, and choose the pause before the next start."""
        if one.guardian is None:
            return
        code = one.guardian.returncode
        os.close(one.lifeline)
        if code < 0:
            self.clear_session(one.guardian.pid)
        one.guardian = None
        one.deaths = 1 if time.monotonic() - one.started > LONG_LIFE else one.deaths + 1
        one.next_start = time.monotonic() + PAUSES[min(one.deaths, len(PAUSES)) - 1]
        say(f"  ! {one.child.name} ended ({ending(code)}), starting it again.")
        if one.deaths >= 4:
            say(f"    It keeps ending. The end of {self.log(one.child)}:\n{self.last_lines(one.child)}")

    def clear_session(self, session: int) -> None:
        """Kill what a killed guardian left; the child itself died with it."""
        for pid in processes.in_session(session):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def wait(self, seconds: float, foreground: set[int] | None = None) -> None:
        """Sleep, but wake when a child died or is due to start again, and bury orphans that came to us."""
        due = [one.next_start - time.monotonic() for one in self.running if one.guardian is None]
        if not select.select([self.wake], [], [], max(0.0, min([seconds, *due])))[0]:
            return  # nobody died
        os.read(self.wake, 4096)
        known = {one.guardian.pid for one in self.running if one.guardian} | (foreground or set())
        for pid in orphans(known):
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)

    def watch(self) -> None:
        """Look after the children until Stopped is raised by a signal."""
        while True:
            self.look_after()
            self.wait(0.5)
            if time.monotonic() > self.next_turn:
                self.next_turn = time.monotonic() + 60
                for one in self.running:
                    self.turn_log(one.child)

    def run(self, command: list[str]) -> int:
        """A command in the foreground while the children are looked after; its exit code."""
        with subprocess.Popen(command, env=self.environment) as process:
            try:
                while process.poll() is None:
                    self.look_after()
                    self.wait(0.5, {process.pid})
            except Stopped:
                process.terminate()
                process.wait()
                raise
        return process.returncode if process.returncode >= 0 else 128 - process.returncode

    def stop(self) -> None:
        """Stop all in reverse order of their start, those that were started together at once."""
        for turn in sorted({one.turn for one in self.running}, reverse=True):
            ending = [one for one in self.running if one.turn == turn and one.guardian]
            for one in ending:
                one.guardian.terminate()  # type: ignore[union-attr]
            for one in ending:
                self.wait_for_end(one)
        self.running.clear()
        self.clear_orphans()

    def wait_for_end(self, one: Running) -> None:
        """Give the guardian the child's grace and a little more; then end both by force."""
        if one.guardian is None:
            return
        try:
            one.guardian.wait(timeout=one.child.grace + 5)
        except subprocess.TimeoutExpired:
            one.guardian.kill()
            one.guardian.wait()
            self.clear_session(one.guardian.pid)
        os.close(one.lifeline)

    def clear_orphans(self) -> None:
        """Kill what commands of ours left behind."""
        for pid in processes.all_pids():
            fields = processes.stat(pid)
            if fields and int(fields[1]) == os.getpid():
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)

    def log(self, child: Child) -> Path:
        """Where the child writes."""
        return self.home.logs / f"{child.name}.log"

    def turn_log(self, child: Child) -> None:
        """Keep the log from growing without end: this file and the one before. The child goes on appending."""
        with contextlib.suppress(FileNotFoundError):
            if self.log(child).stat().st_size > LOG_LIMIT:
                shutil.copyfile(self.log(child), self.log(child).with_suffix(".log.1"))
                os.truncate(self.log(child), 0)

    def last_lines(self, child: Child, count: int = 12) -> str:
        """The end of the child's log, indented."""
        with contextlib.suppress(FileNotFoundError), self.log(child).open("rb") as file:
            file.seek(max(0, self.log(child).stat().st_size - 8000))
            return "\n".join(f"      {line}" for line in file.read().decode(errors="replace").splitlines()[-count:])
        return "      (nothing)"


def ending(code: int) -> str:
    """How a process ended, in words."""
    number = -code if code < 0 else code - 128
    return f"killed by {signal.Signals(number).name}" if 0 < number < 32 else f"exit code {code}"


def orphans(known: set[int]) -> Iterator[int]:
    """Dead processes that came to us because their parents died."""
    for pid in processes.all_pids():
        fields = processes.stat(pid)
        if fields and int(fields[1]) == os.getpid() and fields[0] == "Z" and pid not in known:
            yield pid


@contextlib.contextmanager
def stop_on_signals() -> Iterator[None]:
    """Turn Ctrl-C, a request to end and a closed terminal into Stopped; a second one changes nothing."""

    def asked(*_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, asked)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, asked)
    yield
