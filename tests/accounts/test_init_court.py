"""What init_court leaves behind is a court that works: proved on an empty database, outside the demo."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import YASAMAL
from tests.migrated import ROOT, execute, made, url_of
from tests.witness import WitnessProcess

pytestmark = pytest.mark.services
NAME = f"court_of_the_first_day_{os.getpid()}"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database without a row of ours, an empty folder and a witness who has seen nothing; this is no demo."""
    execute(f"CREATE DATABASE {NAME} TEMPLATE {made()}")
    witness = WitnessProcess(tmp_path / "witness")
    own = {
        "DATABASE_URL": url_of(NAME),
        "COURTCMS_HOME": str(tmp_path / "home"),
        "WITNESS_URL": witness.url,
        "DEMO": "0",
    }
    yield os.environ | own | {"COURTCMS_ADMIN_PASSWORD": "seven-words-of-my-own", "DEMO": "0"}
    witness.kill()
    execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def first_day(house: dict[str, str]) -> str:
    command = [sys.executable, "-m", "tests.accounts.first_day"]
    done = subprocess.run(command, cwd=ROOT, env=house, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.requirement("BP-M14", "BP-M15")
def test_on_an_empty_database_init_court_leaves_a_court_that_works(house: dict[str, str], tmp_path: Path) -> None:
    said = first_day(house)
    keys = tmp_path / "home" / "keys"
    assert "3 new" in said and {key.stat().st_mode & 0o777 for key in keys.iterdir()} == {0o600}
    day = json.loads(said.splitlines()[-1])
    assert (day["administration"], day["page"], day["faults"]) == (200, 200, [])
    assert day["number"].startswith("e-2(5-104)-1/")
    assert {"national", YASAMAL} <= set(day["signed"])
    assert day["templates"] > 0
