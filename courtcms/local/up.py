"""`manage.py up`: the whole court on this machine, until Ctrl-C."""

import argparse
import ctypes
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from courtcms.local import (
    application,
    lock,
    postgres,
    preparation,
    processes,
    simulators,
    surroundings,
    valkey,
    welcome,
)
from courtcms.local.children import Child
from courtcms.local.places import (
    Home,
    Unfit,
    default_home,
    open_home,
    secrets_of,
    write_private,
)
from courtcms.local.supervisor import Running, Stopped, Supervisor, say, stop_on_signals

SET_PARENT_DEATH_SIGNAL = 1
# What stands in the launcher's own environment replaces what it would make.
REPLACEABLE = (
    *(
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "DEMO",
        "PUBLIC_URL",
        "WITNESS_URL",
        "ASAN_ISSUER",
        "SMPP_HOST",
        "SMPP_PORT",
    ),
    *(
        "POPULATION_REGISTER_URL",
        "TAX_REGISTER_URL",
        "EMAIL_HOST",
        "EMAIL_PORT",
        "MAIL_PAGE_URL",
    ),
)


# What the first load of the demo writes: rows, the witness's memory, keys and papers.
MADE_BY_A_LOAD = ("postgres/data", "witness", "keys", "files")


class Launcher:
    """One run of the demo."""

    def __init__(self, home: Home, port: int, only: set[str]) -> None:
        self.home = home
        self.ports = simulators.Ports.beside(port)
        self.only = only
        self.secret = secrets_of(home)
        self.given = {name: os.environ[name] for name in REPLACEABLE if os.environ.get(name)}
        self.variables = surroundings.variables(home, self.ports, self.secret, self.given)
        self.supervisor = Supervisor(home, self.variables)
        self.is_new = not (home.folder / "postgres" / "data").exists()

    def wants(self, name: str) -> bool:
        """Whether this child is ours to start."""
        return not self.only or name in self.only

    def refuse_taken_ports(self) -> None:
        """Name the owner of every port that we need and cannot have."""
        outside = simulators.children(self.home, self.ports, self.given)
        needed = {child.name: getattr(self.ports, child.name) for child in outside} | {"web": self.ports.web}
        taken = [
            f"Port {port} ({name}) is taken by {processes.port_owner(port)}."
            for name, port in needed.items()
            if self.wants(name) and not processes.is_free(port)
        ]
        if taken:
            raise Unfit(
                "\n".join(
                    [
                        *taken,
                        "Stop it, or choose another first port: PORT=9000 make demo",
                    ]
                )
            )

    def start(self, children: Iterable[Child]) -> None:
        """Start these together and say how long it took."""
        self.finish(*self.begin(children))

    def begin(self, children: Iterable[Child]) -> tuple[list[Running], float]:
        """Start these together and go on; what began, and when."""
        wanted = [child for child in children if self.wants(child.name)]
        return self.supervisor.begin(wanted), time.monotonic()

    def finish(self, begun: list[Running], since: float) -> None:
        """Wait until all of these are ready and say how long it took."""
        self.supervisor.wait_for(begun)
        if begun:
            names = ", ".join(one.child.name for one in begun)
            say(f"  · {names}: ready ({time.monotonic() - since:.1f} s)")

    def start_servers(self) -> None:
        """PostgreSQL and Valkey, unless they are given from elsewhere."""
        if "DATABASE_URL" not in self.given and self.wants("postgres"):
            password = self.secret["POSTGRES_PASSWORD"]
            postgres.make_cluster(self.home, password)
            self.start([postgres.child(self.home, password, postgres.DURABLE)])
            postgres.prepare(self.home, self.secret)
        if "REDIS_URL" not in self.given:
            self.start([valkey.child(self.home, self.secret["VALKEY_PASSWORD"])])

    def start_all(self) -> None:
        """Everything, in the order in which each needs the other; the outside systems come up beside the servers."""
        self.forget_half_loaded()
        outside = self.begin(simulators.children(self.home, self.ports, self.given))
        self.start_servers()
        write_private(self.home.run / "environment.json", json.dumps(self.own_variables()))
        if self.wants("web"):
            self.prepare(outside[0])
        web = self.begin([application.web(self.ports.web, self.variables["PUBLIC_URL"])])
        self.finish(*outside)
        self.finish(*web)
        self.start([application.worker(), application.sealer(), application.beat(self.home), application.receipts()])

    def prepare(self, outside: list[Running]) -> None:
        """What must be true of the database; a command, when one is needed at all, finds the outside systems there."""

        def run(command: list[str]) -> int:
            self.supervisor.wait_for(outside)
            return self.load(command) if "load_demo" in command else self.supervisor.run(command)

        static = Path(self.variables.get("STATIC_ROOT", self.home.folder / "static"))
        preparation.prepare(self.variables["DATABASE_URL"], static, preparation.demo_cases(), run, say)

    @property
    def loading(self) -> Path:
        """Stands while the demo's cases are being made."""
        return self.home.run / "loading"

    def load(self, command: list[str]) -> int:
        """Make the demo's cases; what breaks off half-way in a new house is begun anew at the next start."""
        if self.is_new:
            self.loading.touch()
        code = self.supervisor.run(command)
        if not code:
            self.loading.unlink(missing_ok=True)
        return code

    def forget_half_loaded(self) -> None:
        """A first load that broke off leaves with all that it made: nobody could work in the house before its end."""
        if not self.loading.exists() or {"DATABASE_URL", "WITNESS_URL"} & self.given.keys():
            return
        say("The invented cases of the first start are not whole. They are thrown away and made anew.")
        for name in MADE_BY_A_LOAD:
            shutil.rmtree(self.home.folder / name, ignore_errors=True)
        self.is_new = True
        open_home(self.home.folder)

    def own_variables(self) -> dict[str, str]:
        """What a command beside the running demo must find in its environment."""
        return {
            name: value for name, value in self.variables.items() if os.environ.get(name) != value or name in self.given
        }


def arguments(words: list[str]) -> argparse.Namespace:
    """The options of `up`."""
    parser = argparse.ArgumentParser(prog="manage.py up", description="Start the whole court on this machine.")
    parser.add_argument(
        "--only",
        default="",
        help="start only these children, named with commas between",
    )
    parser.add_argument(
        "--with-parent",
        action="store_true",
        help="stop when the process that started us ends",
    )
    return parser.parse_args(words)


def first_port() -> int:
    """PORT, the web server's; the simulators take the seven after it."""
    given = os.environ.get("PORT", "8000")
    if not given.isdigit() or not 1024 <= int(given) <= 65528:
        raise Unfit(f"PORT must be a number from 1024 to 65528, not {given!r}.")
    return int(given)


def serve(home: Home, hold: lock.Hold, only: set[str]) -> None:
    """Start, welcome, watch; whatever happens, stop all."""
    lock.wait_for_former(home)
    launcher = Launcher(home, first_port(), only)
    hold.tell(url=launcher.variables["PUBLIC_URL"])
    launcher.refuse_taken_ports()
    say(f"Starting CourtCMS; its state lies in {home.folder}")
    try:
        launcher.start_all()
        for line in welcome.lines(launcher.variables, home.logs):
            say(line)
        launcher.supervisor.watch()
    finally:
        say("Stopping …")
        launcher.supervisor.stop()
        hold.tell()


def main(words: list[str]) -> int:
    """Start the demo, or say that it runs already (0), or why it cannot (1)."""
    given = arguments(words)
    if given.with_parent:
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    with stop_on_signals():
        try:
            home = open_home(default_home())
            hold = lock.take(home)
            if isinstance(hold, dict):
                say(
                    f"CourtCMS already runs here as process {hold.get('pid', '?')}: {hold.get('url', 'it is starting')}"
                )
                return 0
            serve(home, hold, set(filter(None, given.only.split(","))))
        except Unfit as problem:
            print(problem, file=sys.stderr, flush=True)
            return 1
        except Stopped:
            say("Stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
