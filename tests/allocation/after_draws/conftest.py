"""Where the tests of a file begin after draws: these are made once a file, by what the file calls `begin`."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from reference.models import Body
from staff.models import Judge
from tests.allocation.beginning import PLOT, three_judges
from tests.conftest import APPEAL, YASAMAL
from tests.fresh_logs import fresh_logs
from tests.witness import in_memory, new_witness


@pytest.fixture(scope="module")
def begun(request: pytest.FixtureRequest, kept: Any) -> Iterator[Path]:
    """Three judges of Yasamal, and what `begin` makes in their court; the memory of the witness that saw it."""
    with in_memory() as seen:
        with kept.unblock(), new_witness() as witness, override_settings(PLOT=PLOT, WITNESS_URL=witness.url):
            court = Body.objects.get(code=YASAMAL)
            fresh_logs(court, Body.objects.get(code=APPEAL))
            three_judges(court)
            request.module.begin(court)
            shutil.copytree(witness.state, seen, dirs_exist_ok=True)
        yield seen


@pytest.fixture(autouse=True)
def _own_logs(begun: Path, settings: Any) -> Iterator[None]:
    """A witness of each test's own, that has seen what stood at the beginning and nothing of the other tests."""
    with new_witness(begun) as witness:
        settings.PLOT, settings.WITNESS_URL = PLOT, witness.url
        yield


@pytest.fixture
def judges(court: Body) -> list[Judge]:
    """The three judges, the last a chair at a quarter."""
    return list(Judge.objects.filter(body=court).order_by("public_id"))
