"""A court with judges, cases that wait for one, and the witness as its own process."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.models import Case
from reference.models import Body
from staff.models import Judge
from tests.allocation.beginning import PLOT, registered, three_judges
from tests.fresh_logs import fresh_logs


@pytest.fixture(autouse=True)
def _own_logs(request: pytest.FixtureRequest, settings: Any) -> None:
    """Logs of their own for the courts, and a plot in which a registered case is drawn and nothing else."""
    settings.PLOT = PLOT
    if "court" in request.fixturenames:
        fresh_logs(request.getfixturevalue("court"), request.getfixturevalue("appeal_court"))


@pytest.fixture
def new_case(court: Body) -> Callable[..., Case]:
    """Makes a registered case, in Yasamal if no other court is named."""
    return lambda in_court=court, **facts: registered(in_court, **facts)


@pytest.fixture
def judges(court: Body) -> list[Judge]:
    """Three judges of Yasamal."""
    return three_judges(court)
