"""A court with judges, cases that wait for one, and the witness as its own process."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from cases.models import Case
from reference.models import Body
from staff.models import Judge
from tests.allocation.beginning import PLOT, registered, three_judges
from tests.conftest import APPEAL, YASAMAL
from tests.fresh_logs import fresh_logs
from tests.witness import WitnessProcess, new_witness


@pytest.fixture(scope="session")
def remembering() -> Iterator[WitnessProcess]:
    """A witness beside the one of all, that is told before each test what it has seen."""
    with new_witness() as process:
        yield process


@pytest.fixture(scope="module")
def begun(request: pytest.FixtureRequest, kept: Any, remembering: WitnessProcess) -> Iterator[Path]:
    """Three judges of Yasamal, and what the file's `begin` makes there; the memory of the witness that saw it."""
    with remembering.remembering() as seen:
        with kept.unblock(), override_settings(PLOT=PLOT, WITNESS_URL=remembering.url):
            court = Body.objects.get(code=YASAMAL)
            fresh_logs(court, Body.objects.get(code=APPEAL))
            three_judges(court)
            request.module.begin(court)
        yield seen


@pytest.fixture
def witness_memory(begun: Path, remembering: WitnessProcess, settings: Any) -> Iterator[Path]:
    """What the witness of this test keeps: what it saw at the beginning, and nothing of the other tests."""
    with remembering.remembering(begun) as state:
        settings.WITNESS_URL = remembering.url
        yield state


@pytest.fixture(autouse=True)
def _own_logs(request: pytest.FixtureRequest, settings: Any) -> None:
    """Logs of their own for the courts, and a plot in which a registered case is drawn and nothing else.

    Where a file has a `begin`, its tests begin after it, with a witness that has seen this and no other test.
    """
    settings.PLOT = PLOT
    if hasattr(request.module, "begin"):
        request.getfixturevalue("witness_memory")
    elif "court" in request.fixturenames:
        fresh_logs(request.getfixturevalue("court"), request.getfixturevalue("appeal_court"))


@pytest.fixture
def new_case(court: Body) -> Callable[..., Case]:
    """Makes a registered case, in Yasamal if no other court is named."""
    return lambda in_court=court, **facts: registered(in_court, **facts)


@pytest.fixture
def judges(request: pytest.FixtureRequest, court: Body) -> list[Judge]:
    """Three judges of Yasamal, the last a chair at a quarter."""
    has_begun = hasattr(request.module, "begin")
    return list(Judge.objects.filter(body=court).order_by("public_id")) if has_begun else three_judges(court)
