"""Throwaway services: their own for every command, gone after it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from courtcms.local import services
from courtcms.local.places import CLONE

pytestmark = pytest.mark.services
TELL = "import json, os; print(json.dumps(dict(os.environ)))"


def run(*command: str, **more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "courtcms.local", "run-with-services", "--only-servers", "--", *command]
    return subprocess.Popen(words, cwd=CLONE, env=os.environ | more, stdout=subprocess.PIPE, text=True)


@dataclass
class Ended:
    """A command that ran with services of its own, and what it found in its environment."""

    code: int
    told: dict[str, str]


DEMO = {"DATABASE_URL": "postgresql://demo@/demo", "REDIS_URL": "redis://demo"}


@pytest.fixture(scope="module")
def of_the_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of a demo beside."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def pair(of_the_demo: Path) -> list[Ended]:
    """Two commands side by side, each with an end of its own."""
    demo = DEMO | {"COURTCMS_HOME": str(of_the_demo)}
    running = [run(sys.executable, "-c", f"{TELL}; raise SystemExit({code})", **demo) for code in (0, 7)]
    told = [json.loads(process.communicate(timeout=60)[0]) for process in running]
    return [Ended(process.returncode, one) for process, one in zip(running, told)]


def test_exit_code_is_the_commands_own_and_nothing_stays(pair: list[Ended]) -> None:
    assert [one.code for one in pair] == [0, 7]
    assert not any(Path(one.told["COURTCMS_HOME"]).exists() for one in pair)


def test_two_commands_side_by_side_share_nothing_and_neither_sees_the_demo(
    pair: list[Ended], of_the_demo: Path
) -> None:
    one, other = (ended.told for ended in pair)
    demo = DEMO | {"COURTCMS_HOME": str(of_the_demo)}
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
    assert list(of_the_demo.iterdir()) == []


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
