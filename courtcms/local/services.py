"""Everything a command needs around it, made for that command alone and thrown away after it."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courtcms.local import postgres, processes, simulators, valkey
from courtcms.local.places import Home, Unfit, open_home, secrets_of
from courtcms.local.supervisor import Stopped, Supervisor, stop_on_signals


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


def environment(
    home: Home, ports: simulators.Ports, secret: dict[str, str]
) -> dict[str, str]:
    """What the command finds in its environment; nothing of it points to the demo."""
    own = {
        "SECRET_KEY": secret["SECRET_KEY"],
        "COURTCMS_HOME": str(home.folder),
        "DATABASE_URL": postgres.url(home, secret["DATABASE_PASSWORD"]),
        "SUPERUSER_URL": postgres.url(
            home, secret["POSTGRES_PASSWORD"], user="postgres", database="postgres"
        ),
        "REDIS_URL": valkey.url(home, secret["VALKEY_PASSWORD"]),
        "PORT": str(ports.web),
        "PUBLIC_URL": f"http://127.0.0.1:{ports.web}",
        "SMS_CONTROL_PORT": str(ports.sms_control),
        "DJANGO_SETTINGS_MODULE": "courtcms.settings",
    }
    chosen = {
        name: os.environ.get(name, "1") for name in ("DEMO", "TESTING", "PLAIN_STATIC")
    }
    search = (
        f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    )
    return {
        **os.environ,
        **chosen,
        **own,
        **simulators.addresses(ports),
        "PATH": search,
    }


@contextmanager
def throwaway_home() -> Iterator[Home]:
    """A state folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="courtcms-"))
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
    """PostgreSQL, Valkey and the outside systems, in this order."""
    postgres.make_cluster(home, secret["POSTGRES_PASSWORD"], "--no-sync")
    settings = postgres.DURABLE if given.durable else postgres.THROWAWAY
    around.start(postgres.child(home, secret["POSTGRES_PASSWORD"], settings))
    postgres.prepare(home, secret, is_throwaway=True)
    around.start(
        valkey.child(home, secret["VALKEY_PASSWORD"], is_throwaway=not given.durable)
    )
    if not given.only_servers:
        around.start_together(simulators.children(home, ports, {}))


def run(command: list[str], variables: dict[str, str], around: Supervisor) -> int:
    """The command in the foreground while the children are looked after; its exit code."""
    with subprocess.Popen(command, env=variables) as process:
        try:
            while process.poll() is None:
                around.look_after()
                around.wait(0.5, {process.pid})
        except Stopped:
            process.send_signal(signal.SIGTERM)
            process.wait()
            raise
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def main(words: list[str]) -> int:
    """Run a command with services of its own around it."""
    given = arguments(words)
    with stop_on_signals():
        try:
            with throwaway_home() as home:
                secret = secrets_of(home)
                ports = simulators.Ports(*processes.free_ports(8))
                variables = environment(home, ports, secret)
                around = Supervisor(home, variables)
                try:
                    start_all(home, given, ports, secret, around)
                    return run(given.command, variables, around)
                finally:
                    around.stop()
        except Unfit as problem:
            print(problem, file=sys.stderr)
            return 1
        except Stopped:
            return 130
