"""Everything a command needs around it, made for that command alone and thrown away after it."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courtcms.local import postgres, processes, simulators, surroundings, valkey
from courtcms.local.places import NOBODY, Home, Unfit, open_home, reachable, secrets_of
from courtcms.local.supervisor import Stopped, Supervisor, stop_on_signals

MEMORY = Path("/dev/shm")
ROOM = 3_000_000_000  # bytes; all tests together leave a third of it


def arguments(words: list[str]) -> argparse.Namespace:
    """`[--durable] [--only-servers] -- command…`."""
    parser = argparse.ArgumentParser(prog="python -m courtcms.local run-with-services")
    parser.add_argument(
        "--durable",
        action="store_true",
        help="PostgreSQL as in the demo, waiting for the disk (for benchmarks)",
    )
    parser.add_argument(
        "--only-servers",
        action="store_true",
        help="PostgreSQL and Valkey without the simulators",
    )
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args(words)
    given.command = given.command[1:] if given.command[:1] == ["--"] else given.command
    if not given.command:
        parser.error("give the command after --")
    return given


def environment(home: Home, ports: simulators.Ports, secret: dict[str, str]) -> dict[str, str]:
    """What the command finds in its environment; nothing of it points to the demo."""
    own = {
        "SUPERUSER_URL": postgres.url(home, secret["POSTGRES_PASSWORD"], user="postgres", database="postgres"),
        "SMS_CONTROL_PORT": str(ports.sms_control),
    }
    chosen = {name: os.environ.get(name, "1") for name in ("DEMO", "TESTING", "PLAIN_STATIC")}
    for name in ("REGISTER_TRUST", "STATIC_ROOT"):
        os.environ.pop(name, None)
    # Tests are rewritten and compiled once, not by every process anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return surroundings.variables(home, ports, secret, chosen | own)


def place(*, is_durable: bool = False) -> Path:
    """Where a throwaway folder lies: in memory when there is room and nothing is to wait for a disk."""
    usual = Path(tempfile.gettempdir())
    wanted = [*([] if is_durable or not processes.has_memory(MEMORY, ROOM) else [MEMORY]), usual]
    return next((folder for folder in wanted if os.geteuid() != 0 or reachable(folder, NOBODY)), Path("/tmp"))


@contextmanager
def throwaway_home(where: Path) -> Iterator[Home]:
    """A state folder that is gone afterwards; those of runs that were killed are cleared away first."""
    for left in where.glob("courtcms-of-*-*"):
        if not processes.is_alive(int(left.name.split("-")[2])):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"courtcms-of-{os.getpid()}-", dir=where))
    folder.chmod(0o711)
    home = open_home(folder)
    try:
        yield home
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(home.sockets, ignore_errors=True)


def start_all(
    home: Home,
    given: argparse.Namespace,
    ports: simulators.Ports,
    secret: dict[str, str],
    around: Supervisor,
) -> None:
    """PostgreSQL and Valkey, in this order; the outside systems come up beside them."""
    outside = around.begin([] if given.only_servers else simulators.children(home, ports, {}))
    postgres.make_cluster(home, secret["POSTGRES_PASSWORD"], "--no-sync")
    settings = postgres.DURABLE if given.durable else postgres.THROWAWAY
    around.start(postgres.child(home, secret["POSTGRES_PASSWORD"], settings))
    postgres.prepare(home, secret, is_throwaway=True)
    around.start(valkey.child(home, secret["VALKEY_PASSWORD"], is_throwaway=not given.durable))
    around.wait_for(outside)


def main(words: list[str]) -> int:
    """Run a command with services of its own around it."""
    given = arguments(words)
    with stop_on_signals():
        try:
            with throwaway_home(place(is_durable=given.durable)) as home:
                secret = secrets_of(home)
                ports = simulators.Ports(*processes.free_ports(8))
                variables = environment(home, ports, secret)
                around = Supervisor(home, variables)
                try:
                    start_all(home, given, ports, secret, around)
                    return around.run(given.command)
                finally:
                    around.stop()
        except Unfit as problem:
            print(problem, file=sys.stderr)
            return 1
        except Stopped:
            return 130
