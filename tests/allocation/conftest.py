"""A court with judges, cases that wait for one, and the witness as its own process."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Dossier
from cases import events
from cases.models import Case
from core import clock
from journal.actions import record
from journal.actors import LAW
from reference.models import Body, CaseKind, Category
from staff.models import Judge
from tests.fresh_logs import fresh_logs

_turn = itertools.count(1)


@pytest.fixture(autouse=True)
def _own_logs(request: pytest.FixtureRequest, settings: Any) -> None:
    """Logs of their own for the courts, and a plot in which a registered case is drawn and nothing else."""
    settings.PLOT = "tests.allocation.plot"
    if "court" in request.fixturenames:
        fresh_logs(request.getfixturevalue("court"), request.getfixturevalue("appeal_court"))


@pytest.fixture
def new_case(court: Body) -> Callable[..., Case]:
    """Makes a registered case as registration leaves it, without what does not touch the draw."""

    @transaction.atomic
    def make(in_court: Body = court, kind: str = "civil", is_sealed: bool = False, by: Any = LAW, **facts: Any) -> Case:
        dossier = Dossier.objects.create(body=in_court, is_sealed=is_sealed)
        number, of_kind = next(_turn), CaseKind.objects.get(code=kind)
        category = Category.objects.leaves().filter(kind=of_kind).order_by("code").first() or Category.objects.first()
        fixed = {"dossier": dossier, "court": in_court, "kind": of_kind, "category": category, "sequence": number}
        words = {"number": f"2(5-155)-{number}/2026", "year": clock.today().year, "parties_line": "A – B"}
        case = Case.objects.create(**fixed, **words, registered_at=clock.now(), **facts)
        record(events.REGISTERED, on=case, by=by, number=case.number)
        return case

    return make


@pytest.fixture
def judges(new_judge: Callable[..., Judge], court: Body) -> list[Judge]:
    """Three judges of Yasamal, the last a chair at a quarter."""
    three = [new_judge(court) for _ in range(3)]
    Judge.objects.filter(pk=three[2].pk).update(is_chair=True, share_den=4)
    return three
