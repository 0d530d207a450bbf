"""A judge leaves: who asks and confirms that the undecided cases are drawn anew."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from allocation import batches
from allocation.actions import draw_many, keep_up
from allocation.giving import Batch
from allocation.models import CourtLog, Draw
from cases.models import Case
from core import clock
from reference.models import Body
from staff.models import Judge
from tests.allocation.beginning import registered

NewCase = Callable[..., Case]
REASON = "Səlahiyyət müddəti bitib, əmr 14"


@pytest.fixture
def head(new_person: Callable[..., User], court: Body) -> User:
    return new_person("chair", court, surname="Məmmədova", given_name="Nigar")


@pytest.fixture
def council(new_person: Callable[..., User]) -> User:
    return new_person("observer", Body.objects.get(code="mehkeme-huquq-surasi"))


def three_cases(court: Body) -> None:
    """Draws until the first judge has three undecided cases."""
    judge = Judge.objects.get(body=court, public_id="j01")
    while missing := 3 - batches.undecided(judge).count():
        draw_many(court, [(registered(court), None) for _ in range(missing)])


def leave(judge: Judge) -> Judge:
    """Today is the judge's last day."""
    judge.to_on = clock.today()
    judge.save()
    keep_up(CourtLog.objects.get(court=judge.body))
    return judge


@pytest.fixture
def leaver(judges: list[Judge]) -> Judge:
    """The first of three judges, who has three undecided cases and whose last day is today."""
    return leave(judges[0])


def confirmed(judge: Judge, first: User, second: User) -> Batch:
    return batches.confirm_batch(batches.start_batch(judge, reason=REASON, by=first), by=second)


def drawn_again() -> Any:
    return Draw.objects.filter(batch__isnull=False).order_by("pk")
