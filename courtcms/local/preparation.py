"""What must be true of the database before the application starts, and is skipped when it already is."""

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import sql

from courtcms.local.places import CLONE, Unfit

Run = Callable[[list[str]], int]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """A management command, why it is run, and of what files its outcome follows."""

    key: str
    command: list[str]
    words: str
    sources: Callable[[], Iterable[Path]]


def python_below(*folders: str) -> Iterable[Path]:
    """Python files of these folders of the clone."""
    return (path for folder in folders for path in CLONE.glob(f"{folder}/**/*.py"))


STEPS = [
    Step(
        "migrate",
        ["migrate", "--no-input", "--verbosity", "0"],
        "Bringing the database to the shape of this version",
        lambda: [
            *CLONE.glob("*/migrations/**/*.py"),
            *CLONE.glob("*/migrations/**/*.sql"),
            CLONE / "requirements-demo.txt",
        ],
    ),
    Step(
        "load_reference",
        ["load_reference"],
        "Loading courts, categories, terms, duty rates and holidays",
        lambda: [*CLONE.glob("data/*.csv"), *python_below("reference")],
    ),
    Step(
        "load_roles",
        ["load_roles", "--verbosity", "0"],
        "Bringing the standard roles up to date with the declared rights",
        lambda: [*CLONE.glob("*/rights.py"), CLONE / "accounts" / "roles.py"],
    ),
    Step(
        "load_templates",
        ["load_templates", "--verbosity", "0"],
        "Entering the templates of papers",
        lambda: python_below("documents"),
    ),
    Step(
        "collectstatic",
        ["collectstatic", "--no-input", "--verbosity", "0"],
        "Collecting styles and icons",
        lambda: [
            *CLONE.glob("static/**/*"),
            *CLONE.glob("*/static/**/*"),
            CLONE / "requirements-demo.txt",
        ],
    ),
]


def fingerprint(paths: Iterable[Path]) -> str:
    """One mark for the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            total.update(f"{path.relative_to(CLONE)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:32]


class Memory:
    """What was done to this database, kept as its comment: it leaves with the database and is no table of ours."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.done: dict[str, str] = {}
        words = self.ask(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        with contextlib.suppress(ValueError):
            self.done = dict(json.loads(words or "{}"))
        # A database that was restored from a backup is no longer what the comment says.
        if self.done.get("migrations") != self.migrations():
            self.done = {key: value for key, value in self.done.items() if key == "load_demo"}

    def ask(self, query: str) -> str | None:
        """One value."""
        with contextlib.closing(psycopg2.connect(self.url)) as link, link.cursor() as cursor:
            cursor.execute(query)
            found: str | None = cursor.fetchone()[0]
            return found

    def migrations(self) -> str | None:
        """Which migrations the database has had, in short."""
        if self.ask("SELECT to_regclass('django_migrations')::text") is None:
            return None
        return self.ask("SELECT count(*) || ' ' || coalesce(max(applied)::text, '') FROM django_migrations")

    def keep(self, key: str, value: str) -> None:
        """Remember that a step was done."""
        self.done |= {key: value, "migrations": self.migrations() or ""}
        with contextlib.closing(psycopg2.connect(self.url)) as link, link, link.cursor() as cursor:
            name, words = sql.Identifier(link.info.dbname), sql.Literal(json.dumps(self.done))
            cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, words))


def command_exists(name: str) -> bool:
    """Whether one of our apps has this management command."""
    return any(CLONE.glob(f"*/management/commands/{name}.py")) or name in {
        "migrate",
        "collectstatic",
    }


def manage(words: list[str]) -> list[str]:
    """The command line of manage.py."""
    return [sys.executable, str(CLONE / "manage.py"), *words]


def prepare(url: str, static: Path, cases: int, run: Run, say: Say) -> None:
    """Every step whose sources changed since it was last done here, then the demo's cases once."""
    memory = Memory(url)
    for step in STEPS:
        mark = fingerprint(step.sources())
        if memory.done.get(step.key) != mark or (step.key == "collectstatic" and not static.exists()):
            perform(step.key, step.command, step.words, run, say)
            memory.keep(step.key, mark)
    if "load_demo" not in memory.done:
        count = f"{cases:,}".replace(",", " ")
        words = f"Making invented people and {count} cases, their hearings, papers and journal"
        if perform("load_demo", ["load_demo", "--cases", str(cases)], words, run, say):
            memory.keep("load_demo", str(cases))


def perform(key: str, command: list[str], words: str, run: Run, say: Say) -> bool:
    """Run one command; whether this version has it at all."""
    if not command_exists(key):
        say(f"  · This version has no command {key}; going on without it.")
        return False
    say(f"  · {words} …")
    if code := run(manage(command)):
        raise Unfit(f"manage.py {' '.join(command)} failed with exit code {code}; the lines above say why.")
    return True


def demo_cases() -> int:
    """How many cases the demo begins with (DEMO_CASES)."""
    given = os.environ.get("DEMO_CASES", "2000")
    if not given.isdigit():
        raise Unfit(f"DEMO_CASES must be a whole number, not {given!r}.")
    return int(given)
