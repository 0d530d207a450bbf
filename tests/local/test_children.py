"""What becomes of children that misbehave, tried with small programs in the place of the real ones."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from courtcms.local import processes

from .conftest import Launched, until

pytestmark = pytest.mark.services
Launch = Callable[..., Launched]
# A launcher of the children that the test writes.
PROGRAM = """
import os, sys
from pathlib import Path
from courtcms.local.children import Child
from courtcms.local.places import Unfit, open_home
from courtcms.local import supervisor
from courtcms.local.supervisor import Stopped, Supervisor, stop_on_signals
supervisor.PAUSES = [pause / 10 for pause in supervisor.PAUSES]
home = open_home(Path(os.environ["COURTCMS_HOME"]))
there = lambda name: lambda: (home.folder / name).exists()
with stop_on_signals():
    around = Supervisor(home, os.environ)
    try:
        {start}
        print("all ready", flush=True)
        around.watch()
    except Unfit as problem:
        print(problem)
    except Stopped:
        pass
    finally:
        around.stop()
"""
# Goes through two forks and a session of its own, as a daemon does to get away.
RUNAWAY = """
import os, signal, sys
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        open(sys.argv[1], "w").write(str(os.getpid()))
        signal.pause()
    os._exit(0)
signal.pause()
"""


def program(*children: str) -> str:
    return PROGRAM.format(start="; ".join(f"around.start(Child({child}))" for child in children))


def runaway(home: Path) -> str:
    script = home / "runaway.py"
    script.write_text(RUNAWAY)
    return f'"runaway", [sys.executable, {str(script)!r}, {str(home / "daemon")!r}], there("daemon")'


def test_child_that_keeps_ending_is_named_with_the_end_of_its_log(launch: Launch) -> None:
    launched = launch("-c", program('"baker", ["/bin/sh", "-c", "echo no flour; exit 3"], there("bread")'))
    launched.process.wait(timeout=20)
    assert "baker ended (exit code 3), starting it again" in launched.words
    assert "baker does not start" in launched.words
    assert "      no flour" in launched.words


def test_program_that_is_not_there_is_said_so(launch: Launch) -> None:
    launched = launch("-c", program('"ghost", ["/no/such/program"], there("never")'))
    launched.process.wait(timeout=20)
    assert "/no/such/program: No such file or directory" in launched.words


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_daemon_that_a_child_made_does_not_outlive_the_launcher(launch: Launch, home: Path, number: int) -> None:
    launched = launch("-c", program(runaway(home)), at=home)
    launched.until_says("all ready")
    daemon = int((home / "daemon").read_text())
    assert processes.is_alive(daemon)
    launched.end(number)
    until(lambda: not processes.is_alive(daemon))


def test_child_that_ignores_the_stop_is_killed_after_its_grace(launch: Launch, home: Path) -> None:
    stubborn = f'["/bin/sh", "-c", "trap : TERM; touch {home}/up; while :; do read x < {home}/pipe; done"]'
    (home / "pipe").unlink(missing_ok=True)
    launched = launch("-c", program(f'"stubborn", {stubborn}, there("up"), grace=0.3'), at=home)
    launched.until_says("all ready")
    below = launched.descendants()
    launched.end()
    assert not any(map(processes.is_alive, below))
