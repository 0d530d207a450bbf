"""Two people at the same moment: one confirms, the other is told; no case is confirmed and corrected at once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from allocation.confirming import confirm_categories
from allocation.corrections import ask_correction, confirm_correction
from allocation.models import CategoryCheck, Correction
from allocation.models_corrections import CheckState
from allocation.verifying import ledger_faults
from cases.models import Case
from core.errors import Refused
from journal.models import Entry
from reference.models import Body
from staff.models import Judge

NewCase = Callable[..., Case]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerks(new_person: Callable[..., User], court: Body) -> list[User]:
    return [new_person("clerk", court) for _ in range(4)]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do the acts in threads that begin together; what each was refused with, else an empty text."""
    gate, told = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            act()
        except Refused as refused:
            told[place] = str(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_of_two_who_confirm_several_at_once_one_does_and_the_other_is_told(
    new_case: NewCase, judges: list[Judge], clerks: list[User]
) -> None:
    cases = [new_case().pk for _ in range(6)]
    told = at_once(
        lambda: confirm_categories(cases, by=clerks[0]),
        lambda: confirm_categories(cases[::-1], by=clerks[1]),
    )
    assert sorted(map(bool, told)) == [False, True]
    assert set(CategoryCheck.objects.values_list("state", flat=True)) == {CheckState.CONFIRMED}
    assert CategoryCheck.objects.values("decided_by").distinct().count() == 1
    assert Entry.objects.filter(event="allocation.category_confirmed").count() == len(cases)


def test_a_correction_confirmed_by_two_at_once_moves_the_load_once_whatever_else_happens(
    new_case: NewCase, judges: list[Judge], clerks: list[User]
) -> None:
    case = Case.objects.get(pk=new_case().pk)
    asked = ask_correction(case, category=case.category, level=2, reason="x", seen=case.version, by=clerks[0])
    at_once(
        lambda: confirm_correction(asked, by=clerks[1]),
        lambda: confirm_correction(asked, by=clerks[2]),
        lambda: confirm_categories([case.pk], by=clerks[3]),
    )
    assert Correction.objects.get().entries.count() == 1
    assert CategoryCheck.objects.get().state == CheckState.CORRECTED
    assert not Entry.objects.filter(event="allocation.category_confirmed").exists()
    assert list(ledger_faults()) == []
