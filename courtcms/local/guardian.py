"""Holds one child of the launcher: started beside it, it ends the child and all that it bore when the launcher is gone.

Run by its path and without site packages, so that it starts in a blink and needs nothing of the house.
A pipe from the launcher is its lifeline: closed by any death of the launcher, kill -9 included.
"""

import argparse
import contextlib
import ctypes
import errno
import fcntl
import os
import select
import signal
import sys
import time
from pathlib import Path

SET_PARENT_DEATH_SIGNAL, SET_CHILD_SUBREAPER = 1, 36
_prctl = ctypes.CDLL(None, use_errno=True).prctl


def arguments() -> argparse.Namespace:
    """What the launcher asks: the lifeline, the lock, whom to run as, how to stop, and the command after `--`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--lifeline", type=int, required=True)
    parser.add_argument("--lock", required=True)
    parser.add_argument("--user", type=int)
    parser.add_argument("--stop", type=int, default=signal.SIGTERM)
    parser.add_argument("--grace", type=float, default=10)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    given.command = given.command[1:] if given.command[:1] == ["--"] else given.command
    return given


def take_lock(path: str, lifeline: int, patience: float = 20) -> int:
    """The lock that says "this child lives": the child inherits it, so it is taken until the last process is gone."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except OSError as problem:
            if problem.errno not in (errno.EAGAIN, errno.EACCES):
                raise
        if time.monotonic() > until:
            sys.exit(f"A former process still holds {path}.")
        if select.select([lifeline], [], [], 0.05)[0]:
            sys.exit("The launcher is gone.")


def start(given: argparse.Namespace, lock: int) -> int:
    """Fork the child: unprivileged when asked, and dead with us should we be killed."""
    guardian = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    try:
        os.set_inheritable(lock, True)
        if given.user is not None and os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(given.user, given.user, given.user)
            os.setresuid(given.user, given.user, given.user)
        # After the change of user, which would clear it.
        _prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != guardian:
            os._exit(1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        os.execvp(given.command[0], given.command)
    except OSError as problem:
        os.write(2, f"{given.command[0]}: {problem.strerror}\n".encode())
    os._exit(127)


def living_children() -> list[int]:
    """Our own children that are not corpses; orphans of the child come to us, since we are the reaper above it."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if int(parent) == os.getpid() and state not in "ZX":
                    found.append(int(entry.name))
    return found


def bury(main: int) -> int | None:
    """Reap every corpse; the wait status of the main child when it is among them."""
    status = None
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, how = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == main:
                status = how
    return status


def clear_away(main: int) -> int | None:
    """Kill what is left below us, down to the last grandchild."""
    status = None
    while rest := living_children():
        for pid in rest:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)
        status = bury(main) if status is None else status
    return status if status is not None else bury(main)


def watch(given: argparse.Namespace, main: int, wake: int) -> int:
    """Until the child ends: pass a stop on to it, and after the grace kill it."""
    deadline: float | None = None
    lines = [wake, given.lifeline]
    while (status := bury(main)) is None:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        ready = select.select(lines, [], [], left)[0]
        asked = (wake in ready and signal.SIGTERM in os.read(wake, 64)) or given.lifeline in ready
        if given.lifeline in ready:
            lines.remove(given.lifeline)
        if asked and deadline is None:
            deadline = time.monotonic() + given.grace
            with contextlib.suppress(ProcessLookupError):
                os.kill(main, given.stop)
        elif deadline is not None and time.monotonic() >= deadline:
            os.kill(main, signal.SIGKILL)
            deadline += given.grace
    return status


def main() -> int:
    """Run one child to its end and leave nothing of it behind; the exit code is the child's own."""
    given = arguments()
    _prctl(SET_CHILD_SUBREAPER, 1)
    wake, waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.set_inheritable(given.lifeline, False)
    lock = take_lock(given.lock, given.lifeline)
    pid = start(given, lock)
    status = watch(given, pid, wake)
    clear_away(pid)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
