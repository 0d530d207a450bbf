"""A database in this version's shape, made once and copied for every process of the tests.

What it is made of is kept beside the packages until a migration changes: migrating takes five times as long.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from core.backup import program

NAME = "migrated"
ROOT = Path(__file__).resolve().parent.parent


def url_of(name: str) -> str:
    """Another database of the server that the tests run on."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def execute(command: str) -> list[tuple[object, ...]]:
    """A command outside of any transaction."""
    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_URL"])) as link:
        link.autocommit = True
        cursor = link.cursor()
        cursor.execute(command)
        return cursor.fetchall() if cursor.description else []


def made() -> str:
    """The name of the database, which whoever comes first makes."""
    with _alone():
        if not execute(f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'"):
            execute(f"CREATE DATABASE {NAME}_half")
            _fill(f"{NAME}_half")
            execute(f"ALTER DATABASE {NAME}_half RENAME TO {NAME}")
    return NAME


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    server = hashlib.sha256(os.environ["DATABASE_URL"].encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"courtcms-tests-{os.geteuid()}-{server}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fill(name: str) -> None:
    kept = Path(sys.prefix) / "courtcms" / f"{_shape()}.dump"
    if kept.exists():
        _run(program("pg_restore"), "--no-owner", f"--dbname={url_of(name)}", str(kept))
        return
    _run(sys.executable, "manage.py", "migrate", "--verbosity=0", DATABASE_URL=url_of(name))
    with contextlib.suppress(PermissionError):  # packages of the machine are not ours to write beside
        kept.parent.mkdir(exist_ok=True)
        fresh = kept.with_name(f".{os.getpid()}")
        _run(program("pg_dump"), "--format=custom", "--no-owner", f"--file={fresh}", f"--dbname={url_of(name)}")
        fresh.rename(kept)


def _run(*words: str, **more: str) -> None:
    subprocess.run(words, cwd=ROOT, env=os.environ | more, check=True)


def _shape() -> str:
    """The hash of all that decides on the shape: our migrations, and the packages with theirs."""
    files = [*sorted(ROOT.glob("*/migrations/*.py")), *ROOT.glob("requirements-dev.txt")]
    text = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(text).hexdigest()[:24]
