"""Throwaway services: their own for every command, gone after it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from courtcms.local import services
from courtcms.local.places import CLONE

pytestmark = pytest.mark.services
TELL = "import json, os; print(json.dumps(dict(os.environ)))"


def run(*command: str, **more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "courtcms.local", "run-with-services", "--only-servers", "--", *command]
    return subprocess.Popen(words, cwd=CLONE, env=os.environ | more, stdout=subprocess.PIPE, text=True)


def test_exit_code_is_the_commands_own_and_nothing_stays() -> None:
    process = run(sys.executable, "-c", f"{TELL}; raise SystemExit(7)")
    told = json.loads(process.communicate(timeout=60)[0])
    assert process.returncode == 7
    assert not Path(told["COURTCMS_HOME"]).exists()


def test_two_commands_side_by_side_share_nothing_and_neither_sees_the_demo(tmp_path: Path) -> None:
    demo = {"COURTCMS_HOME": str(tmp_path), "DATABASE_URL": "postgresql://demo@/demo", "REDIS_URL": "redis://demo"}
    pair = [run(sys.executable, "-c", TELL, **demo) for _ in range(2)]
    one, other = (json.loads(process.communicate(timeout=60)[0]) for process in pair)
    for name in (
        "COURTCMS_HOME",
        "DATABASE_URL",
        "REDIS_URL",
        "PORT",
        "WITNESS_URL",
        "SMPP_PORT",
        "EMAIL_PORT",
        "SECRET_KEY",
    ):
        assert len({one[name], other[name], demo.get(name)}) == 3
    assert list(tmp_path.iterdir()) == []


def test_throwaway_files_lie_in_memory_only_where_there_is_room_and_never_when_they_must_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert services.place(is_durable=True) != services.MEMORY
    monkeypatch.setattr(services, "ROOM", 10**18)
    assert services.place() != services.MEMORY


def test_what_a_killed_run_left_is_cleared_away_by_the_next(home: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    left, living = (home / f"courtcms-of-{pid}-abc" for pid in (ended.pid, os.getpid()))
    left.mkdir(), living.mkdir()
    with services.throwaway_home(home) as fresh:
        assert {living, fresh.folder} == set(home.iterdir())
    assert list(home.iterdir()) == [living]
