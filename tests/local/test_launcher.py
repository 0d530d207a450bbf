"""The launcher keeps its children alive, loses nothing, and leaves nothing behind."""

import contextlib
import os
import shutil
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest
import redis

from courtcms.local import postgres, processes, valkey
from courtcms.local.places import CLONE, SOCKET_LIMIT, open_home

from .conftest import Launched, until

pytestmark = pytest.mark.services
Launch = Callable[..., Launched]


def database(launched: Launched):
    return psycopg2.connect(postgres.url(open_home(launched.home), launched.secret()["DATABASE_PASSWORD"]))


def is_answering(launched: Launched) -> bool:
    return postgres.answers(open_home(launched.home), launched.secret()["POSTGRES_PASSWORD"])


def queue(launched: Launched) -> redis.Redis:
    return valkey.connect(open_home(launched.home), launched.secret()["VALKEY_PASSWORD"])


def write_rows(launched: Launched, acknowledged: list[int], count: int, kill_at: int = -1) -> None:
    """One transaction for each row; what the server has confirmed is noted, and a broken link ends it."""
    with contextlib.suppress(psycopg2.Error), contextlib.closing(database(launched)) as link, link.cursor() as cursor:
        for number in range(len(acknowledged), len(acknowledged) + count):
            if number == kill_at:
                os.kill(launched.child("bin/postgres"), signal.SIGKILL)
            cursor.execute("INSERT INTO written VALUES (%s)", [number])
            link.commit()
            acknowledged.append(number)


def test_postmaster_killed_under_writes_comes_back_and_no_acknowledged_row_is_lost(launch: Launch) -> None:
    launched = launch()
    launched.until_says("Ctrl-C")
    with contextlib.closing(database(launched)) as link, link, link.cursor() as cursor:
        cursor.execute("CREATE TABLE written (number int)")
    former = launched.child("bin/postgres")
    acknowledged: list[int] = []
    write_rows(launched, acknowledged, 1000, kill_at=300)
    assert 300 <= len(acknowledged) < 1000
    until(lambda: is_answering(launched))
    assert launched.child("bin/postgres") != former
    write_rows(launched, acknowledged, 50)
    with contextlib.closing(database(launched)) as link, link.cursor() as cursor:
        cursor.execute("SELECT number FROM written")
        kept = {number for (number,) in cursor.fetchall()}
    assert set(acknowledged) <= kept
    assert "postgres ended (killed by SIGKILL)" in launched.words


def test_killed_queue_server_comes_back_with_every_item(launch: Launch) -> None:
    launched = launch()
    launched.until_says("Ctrl-C")
    with queue(launched) as link:
        for number in range(500):
            link.rpush("items", number)
    os.kill(launched.child("valkey-server"), signal.SIGKILL)
    launched.until_says("valkey ended (killed by SIGKILL)")
    until(lambda: valkey.answers(open_home(launched.home), launched.secret()["VALKEY_PASSWORD"]))
    with queue(launched) as link:
        assert link.llen("items") == 500


def test_killed_guardian_takes_its_child_along_and_both_come_back(launch: Launch) -> None:
    launched = launch()
    launched.until_says("Ctrl-C")
    former = launched.child("bin/postgres")
    os.kill(launched.guardian("postgres"), signal.SIGKILL)
    until(lambda: not processes.is_alive(former))
    until(lambda: is_answering(launched))
    assert launched.child("bin/postgres") != former


def test_killed_launcher_leaves_no_orphan(launch: Launch) -> None:
    launched = launch()
    launched.until_says("Ctrl-C")
    below = launched.descendants()
    assert len(below) > 5
    launched.end(signal.SIGKILL)
    until(lambda: not any(map(processes.is_alive, below)))


def test_start_right_after_a_killed_launcher_waits_for_its_children_and_serves(launch: Launch) -> None:
    first = launch()
    first.until_says("Ctrl-C")
    first.end(signal.SIGKILL)
    second = launch()
    second.until_says("Ctrl-C")
    assert is_answering(second)
    assert "!" not in second.words


def test_stop_ends_all_cleanly_and_the_last_started_first(launch: Launch, home: Path) -> None:
    launched = launch(at=home)
    launched.until_says("Ctrl-C")
    below = launched.descendants()
    assert launched.end(signal.SIGINT) == 0
    assert not any(map(processes.is_alive, below))
    assert "database system is shut down" in (home / "logs" / "postgres.log").read_text()
    assert "Valkey is now ready to exit" in (home / "logs" / "valkey.log").read_text()
    assert "Stopped." in launched.words


def test_second_start_says_where_the_first_serves_and_ends_well(launch: Launch, free_port: int) -> None:
    first = launch()
    first.until_says("Ctrl-C")
    shutil.copy(first.output, first.output.with_name("first.txt"))
    second = launch()
    assert second.process.wait(timeout=20) == 0
    assert f"already runs here as process {first.process.pid}: http://127.0.0.1:{free_port}" in second.words
    assert first.process.poll() is None


def test_taken_port_is_named_with_its_owner(launch: Launch, free_port: int) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        launched = launch("-m", "courtcms.local", "up")
        assert launched.process.wait(timeout=20) == 1
    assert f"Port {free_port} (web) is taken by process {os.getpid()} (" in launched.words
    assert "Starting CourtCMS" not in launched.words


def test_sockets_of_a_home_with_a_long_name_stay_short_enough(launch: Launch, home: Path) -> None:
    long = home / ("long-name-" * 12)
    long.mkdir(mode=0o711)
    launched = launch(at=long)
    launched.until_says("Ctrl-C")
    assert is_answering(launched)
    sockets = open_home(long).sockets
    assert all(len(os.fsencode(path)) < SOCKET_LIMIT for path in sockets.iterdir())
    assert sockets.stat().st_mode & 0o777 == 0o700
    launched.end()
    shutil.rmtree(sockets)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home closed to the servers' user")
def test_root_starts_it_from_a_clone_under_a_closed_home(launch: Launch, home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(CLONE / "courtcms", closed / "courtcms", ignore=shutil.ignore_patterns("__pycache__"))
    state = home / "state"
    state.mkdir(mode=0o755)
    launched = launch(at=state, clone=closed)
    launched.until_says("Ctrl-C")
    assert Path(f"/proc/{launched.child('bin/postgres')}").stat().st_uid == 65534
    assert Path(f"/proc/{launched.child('valkey-server')}").stat().st_uid == 65534
    assert closed.stat().st_mode & 0o777 == 0o700


def test_no_password_no_sign_in_and_no_port(launch: Launch) -> None:
    launched = launch()
    launched.until_says("Ctrl-C")
    sockets = open_home(launched.home).sockets
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(
            host=str(sockets), user="postgres", dbname="postgres", password="guessed", passfile="/dev/null"
        )
    with contextlib.closing(database(launched)) as link, link.cursor() as cursor:
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone() == ("",)
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
    with pytest.raises(redis.AuthenticationError), valkey.connect(open_home(launched.home), "guessed") as link:
        link.ping()
