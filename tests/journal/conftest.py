from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.witness import WitnessProcess, new_witness


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the keys of all these tests lie: making them takes time."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _house(settings: Any, home: Path) -> None:
    """Keys and the plot of the tests."""
    settings.COURTCMS_HOME = home
    settings.PLOT = "tests.journal.plot"
    settings.DEMO = True


@pytest.fixture
def witness(settings: Any) -> Iterator[WitnessProcess]:
    """A witness that has seen nothing yet."""
    with new_witness() as process:
        settings.WITNESS_URL = process.url
        yield process
