import pytest
from django.core.management import CommandError, call_command

from allocation.actions import draw_case
from allocation.models import Draw, Place
from allocation.verifying import draw_fault, ledger_faults
from cases.models import Case
from reference.models import Body
from staff.models import Judge
from tests.allocation.beginning import registered


def begin(court: Body) -> None:
    """Three draws."""
    for _ in range(3):
        draw_case(registered(court))


@pytest.fixture
def drawn(court: Body) -> list[Draw]:
    return list(Draw.objects.filter(log=court.pk).order_by("index"))


def test_tables_that_follow_from_the_log_have_no_faults(drawn: list[Draw]) -> None:
    assert list(ledger_faults()) == []


def test_a_load_changed_by_hand_is_found(drawn: list[Draw], court: Body) -> None:
    Place.objects.filter(judge__public_id="j02", pool__endswith="/mulki").update(load=12345)
    (fault,) = ledger_faults()
    assert "j02 has the load 12345" in fault


def test_a_judge_changed_by_hand_is_found(drawn: list[Draw], judges: list[Judge]) -> None:
    case = Case.objects.get(pk=drawn[0].dossier)
    other = next(judge for judge in judges if judge.pk != case.judge_id)
    Case.objects.filter(pk=case.pk).update(judge=other)
    assert any("another judge than was drawn" in fault for fault in ledger_faults())
    Draw.objects.filter(pk=drawn[0].pk).update(judges=[other.public_id])
    assert any("are not those in the log" in fault for fault in ledger_faults())


def test_the_command_computes_every_draw_again(drawn: list[Draw], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_draw")
    assert "3 draws hold" in capsys.readouterr().out
    call_command("verify_draw", drawn[0].public_id)
    assert "1 draws hold" in capsys.readouterr().out


def test_the_command_says_what_is_wrong(drawn: list[Draw]) -> None:
    Draw.objects.filter(pk=drawn[1].pk).update(tickets=[{"j01": 1}])
    assert "tickets should be" in draw_fault(Draw.objects.get(pk=drawn[1].pk))
    with pytest.raises(CommandError, match=drawn[1].public_id):
        call_command("verify_draw")
    with pytest.raises(CommandError, match="no finished draw"):
        call_command("verify_draw", "ab" * 10)
