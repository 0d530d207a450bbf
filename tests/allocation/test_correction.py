import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from allocation.actions import draw_case
from allocation.corrections import ask_correction, confirm_correction
from allocation.models import Correction, Draw, Place
from allocation.verifying import draw_fault, ledger_faults
from cases.models import Case
from core import clock
from core.errors import Refused
from journal.models import Entry, Leaf
from reference.models import Body, Category
from staff.models import Judge

NewCase = Callable[..., Case]


@pytest.fixture
def heavier(db: None) -> Category:
    """A category that weighs two and a half plain cases from the court's first rule on."""
    category = Category.objects.leaves().filter(kind__code="civil").order_by("code")[3]
    Category.objects.filter(pk=category.pk).update(weight=250)
    return category


def load_of(draw: Draw) -> int:
    return Place.objects.get(judge__public_id=draw.judges[0], pool=draw.pool).load


def asked(case: Case, category: Category, by: User) -> Correction:
    return ask_correction(case, category=category, reason="kirayə deyil", seen=case.version, by=by)


def test_a_category_changed_after_the_draw_moves_the_load_and_never_the_judge(
    new_case: NewCase, judges: list[Judge], heavier: Category, clerk: User, chair: User
) -> None:
    case = new_case()
    draw = draw_case(case)
    case.refresh_from_db()
    judge, before = case.judge, load_of(draw)
    correction = confirm_correction(asked(case, heavier, clerk), by=chair)
    case.refresh_from_db()
    assert (case.judge, case.category, case.weight) == (judge, heavier, 250)
    assert before in (100, 400)
    assert load_of(draw) == before * 5 // 2
    body = Leaf.objects.get(log=draw.log.name, index=correction.index).body
    assert re.search(r'"by":\["p\d+","p\d+"\].*"kind":"correction","weight":250', body)
    assert Entry.objects.for_dossier(case.pk).first().event == "cases.corrected"
    assert list(ledger_faults()) == []
    assert draw_fault(Draw.objects.get(pk=draw.pk)) == ""
    draw_case(new_case())
    assert list(ledger_faults()) == []


def test_nothing_changes_before_a_second_person_confirms(
    new_case: NewCase, judges: list[Judge], heavier: Category, clerk: User
) -> None:
    case = new_case()
    draw = draw_case(case)
    correction = asked(Case.objects.get(pk=case.pk), heavier, clerk)
    with pytest.raises(Refused):
        confirm_correction(correction, by=clerk)
    with pytest.raises(IntegrityError, match="confirmed_by_another"), transaction.atomic():
        Correction.objects.update(confirmed_by=clerk, confirmed_at=clock.now())
    case.refresh_from_db()
    assert case.category != heavier
    assert load_of(draw) in (100, 400)
    with pytest.raises(Refused):
        asked(case, heavier, clerk)


def test_a_correction_confirmed_twice_moves_the_load_once(
    new_case: NewCase, judges: list[Judge], heavier: Category, clerk: User, chair: User
) -> None:
    case = new_case()
    draw = draw_case(case)
    correction = asked(Case.objects.get(pk=case.pk), heavier, clerk)
    confirm_correction(correction, by=chair)
    load = load_of(draw)
    confirm_correction(correction, by=chair)
    assert load_of(draw) == load


def test_a_case_not_drawn_or_a_category_of_another_kind_is_refused(
    new_case: NewCase, judges: list[Judge], heavier: Category, clerk: User
) -> None:
    case = new_case()
    with pytest.raises(Refused):
        asked(case, heavier, clerk)
    draw_case(case)
    case.refresh_from_db()
    foreign = Category.objects.leaves().exclude(kind=case.kind).first()
    for category in (foreign, case.category):
        with pytest.raises(Refused):
            asked(case, category, clerk)


@pytest.mark.requirement("EM-6.1.13")
def test_one_asks_and_another_confirms_on_the_page(
    as_user, new_person, new_case: NewCase, judges: list[Judge], heavier: Category, clerk: User, court: Body
) -> None:
    case = new_case()
    draw_case(case)
    case.refresh_from_db()
    address = f"/allocation/{case.pk}/correct/"
    sent = {"category": heavier.pk, "reason": "kirayə deyil", "seen": case.version}
    assert as_user(clerk).get(address).status_code == 200
    assert as_user(clerk).post(address, {**sent, "reason": ""}).status_code == 422
    assert as_user(clerk).post(address, sent).status_code == 302
    page = as_user(clerk).get(address).content.decode()
    assert "kirayə deyil" in page
    asked = {"correction": Correction.objects.get().pk}
    assert f'name="correction" value="{asked["correction"]}"' in page
    assert as_user(clerk).post(address, asked).status_code in (409, 422)
    second = new_person("clerk", court)
    assert as_user(second).post(address, {"seen": case.version}).status_code == 422
    for _turn in range(2):
        assert as_user(second).post(address, asked).status_code == 302
    case.refresh_from_db()
    assert case.category == heavier
    assert "kirayə deyil" in as_user(clerk).get(case.get_absolute_url()).content.decode()
