"""The outside systems that tests turn: one process of each for all files; whoever uses one sets it to "ok" first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integrations import processes
from tests.integrations.processes import Running

__all__ = ["asan_process", "mail_process", "outside_home", "registers_process", "sms_process"]


@pytest.fixture(scope="session")
def outside_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where they keep what they know."""
    return tmp_path_factory.mktemp("outside")


@pytest.fixture(scope="session")
def registers_process(outside_home: Path) -> Iterator[Running]:
    with processes.registers(outside_home, processes.copied) as found:
        yield found


@pytest.fixture(scope="session")
def asan_process(outside_home: Path) -> Iterator[Running]:
    with processes.asan(outside_home, processes.copied) as found:
        yield found


@pytest.fixture(scope="session")
def sms_process(outside_home: Path) -> Iterator[Running]:
    with processes.sms(outside_home, processes.copied) as found:
        yield found


@pytest.fixture(scope="session")
def mail_process(outside_home: Path) -> Iterator[Running]:
    with processes.mail(outside_home, processes.copied) as found:
        yield found
