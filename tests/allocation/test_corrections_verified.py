"""Corrections in the public log: a stranger replays them, the court knows who decided them and what they weigh."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from allocation.actions import draw_case
from allocation.corrections import ask_correction, confirm_correction
from allocation.corrections_verifying import correction_faults
from allocation.courtlog import enter, locked
from allocation.models import CategoryCheck, Correction, Draw, Place, WeightEntry
from allocation.publishing import SCRIPTS
from allocation.second_looks import by_clerk
from allocation.verifying import ledger_faults
from cases.models import Case
from core import clock
from journal.heads import sign_head
from reference.models import Body
from tests.allocation.beginning import registered
from tests.allocation.test_public_draws import fetch, next_day, run
from tests.people import LEYLA, RASHAD, chair_of, judge_of, person

NewCase = Callable[..., Case]


def begin(court: Body) -> None:
    """An especially complex case, by decision of two people."""
    case = registered(court)
    draw_case(case)
    case.refresh_from_db()
    facts = {"category": case.category, "level": 3, "reason": "thick", "seen": case.version}
    judge_of(court, **RASHAD)
    confirm_correction(ask_correction(case, **facts, by=person("clerk", court, **LEYLA)), by=chair_of(court).user)


@pytest.fixture
def corrected(court: Body) -> Correction:
    return Correction.objects.get(draw__log=court.pk)


def test_a_stranger_replays_a_log_with_corrections(
    client: Client, corrected: Correction, new_case: NewCase, court: Body, tmp_path: Path
) -> None:
    draw_case(new_case())
    sign_head(corrected.draw.log.name)
    next_day()
    for script in SCRIPTS.glob("*.py"):
        shutil.copy(script, tmp_path)
    place = f"/draws/{court.short_code}"
    fetch(client, tmp_path, log__jsonl=f"{place}/log.jsonl", heads__jsonl=f"{place}/heads.jsonl")
    answer = run(tmp_path, "verify_log.py", "log.jsonl", "heads.jsonl")
    assert (answer.returncode, answer.stderr) == (0, "")
    text = (tmp_path / "log.jsonl").read_text()
    assert '"kind":"correction"' in text
    lighter = text.replace(
        f'"kind":"correction","weight":{WeightEntry.objects.get().weight}', '"kind":"correction","weight":1'
    )
    (tmp_path / "log.jsonl").write_text(lighter)
    assert lighter != text
    assert run(tmp_path, "verify_log.py", "log.jsonl", "heads.jsonl").returncode == 1


def test_corrections_of_two_people_have_no_faults(corrected: Correction) -> None:
    assert list(correction_faults()) == []


def test_a_weight_that_the_rule_does_not_give_is_told(corrected: Correction) -> None:
    Correction.objects.filter(pk=corrected.pk).update(level=2)
    (fault,) = correction_faults()
    assert f"entry {corrected.index} has the weight" in fault
    assert list(ledger_faults()) == []


def test_a_correction_that_nobody_decided_is_told_by_the_command(
    corrected: Correction, capsys: pytest.CaptureFixture[str]
) -> None:
    log = locked(corrected.draw.log.court)
    assert log
    judge = corrected.draw.judges[0]
    index, _text = enter(log, "correction", draw=corrected.draw.public_id, weight=999, by=["p1", "p2"])
    assert Place.objects.filter(judge__public_id=judge).exists()
    (fault,) = correction_faults()
    assert f"entry {index} was decided by no two people" in fault
    with pytest.raises((CommandError, SystemExit)):
        call_command("verify_log")
    assert f"entry {index} was decided by no two people" in "".join(capsys.readouterr())


def test_a_decision_whose_entry_is_another_one_is_told(corrected: Correction) -> None:
    WeightEntry.objects.update(index=0)
    Correction.objects.update(index=None)
    faults = list(correction_faults())
    assert any("is not entry 0" in fault for fault in faults)
    assert any("decided by no two people" in fault for fault in faults)


def test_chair_and_council_see_whose_weights_were_corrected(
    as_user: Callable[[User], Client],
    corrected: Correction,
    new_case: NewCase,
    clerk: User,
    chair: User,
    new_person: Callable[..., User],
    court: Body,
) -> None:
    other = new_person("clerk", court, surname="Quliyeva")
    CategoryCheck.objects.filter(pk=corrected.draw.dossier).update(registered_by=clerk)
    CategoryCheck.objects.filter(pk=new_case().pk).update(registered_by=other)
    first = clock.today().replace(day=1)
    rows = {row["who"]: row for row in by_clerk(corrected.draw.log, first)}
    assert (rows[clerk]["corrected"], rows[clerk]["share"]) == (1, "100,0 %")
    assert (rows[other]["corrected"], rows[other]["waiting"]) == (0, 1)
    assert by_clerk(corrected.draw.log, (first - dt.timedelta(days=1)).replace(day=1)) == []
    page = as_user(chair).get("/allocation/statistics/").content.decode()
    assert clerk.full_name in page
    council = new_person("observer", Body.objects.get(code="mehkeme-huquq-surasi"))
    assert clerk.full_name in as_user(council).get(f"/allocation/statistics/?court={court.short_code}").content.decode()
    assert clerk.full_name not in Client().get(f"/draws/{court.short_code}/statistics/").content.decode()
    assert Draw.objects.filter(pk=corrected.draw_id).exists()
