"""A court with judges, cases that wait for one, and the witness as its own process."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.models import Dossier
from cases import events
from cases.models import Case
from core import clock
from journal import keys, rsa
from journal.actions import record
from journal.actors import LAW
from reference.models import Body, CaseKind, Category
from staff.models import Judge

_turn = itertools.count(1)


@pytest.fixture(scope="session")
def court_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One key for all courts of these tests: making it takes time."""
    path = tmp_path_factory.mktemp("keys") / "court.pem"
    rsa.make_file(path)
    return path


@pytest.fixture(autouse=True)
def _own_logs(request: pytest.FixtureRequest, court_key: Path, settings: Any) -> None:
    """Logs that the witness has not seen yet: it forgets nothing, while the database of a test is rolled back."""
    settings.PLOT = "tests.allocation.plot"
    if "court" not in request.fixturenames:
        return
    for body in (request.getfixturevalue("court"), request.getfixturevalue("appeal_court")):
        body.short_code = f"court-{uuid4().hex[:12]}"
        body.save(update_fields=["short_code"])
        path = keys.path_of(body.short_code)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(court_key, path)


@pytest.fixture
def new_case(court: Body) -> Callable[..., Case]:
    """Makes a registered case as registration leaves it, without what does not touch the draw."""

    @transaction.atomic
    def make(in_court: Body = court, kind: str = "civil", is_sealed: bool = False, **facts: Any) -> Case:
        dossier = Dossier.objects.create(body=in_court, is_sealed=is_sealed)
        number, of_kind = next(_turn), CaseKind.objects.get(code=kind)
        category = Category.objects.leaves().filter(kind=of_kind).order_by("code").first() or Category.objects.first()
        fixed = {"dossier": dossier, "court": in_court, "kind": of_kind, "category": category, "sequence": number}
        words = {"number": f"2(5-155)-{number}/2026", "year": clock.today().year, "parties_line": "A – B"}
        case = Case.objects.create(**fixed, **words, registered_at=clock.now(), **facts)
        record(events.REGISTERED, on=case, by=LAW, number=case.number)
        return case

    return make


@pytest.fixture
def judges(new_judge: Callable[..., Judge], court: Body) -> list[Judge]:
    """Three judges of Yasamal, the last a chair at a quarter."""
    three = [new_judge(court) for _ in range(3)]
    Judge.objects.filter(pk=three[2].pk).update(is_chair=True, share_den=4)
    return three
