"""The same claim again goes to its first judge; urgent matters to the judge on duty."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from allocation.actions import draw_case
from allocation.changes import approve_change, propose_change, simulate_change
from allocation.levers import duty_pool
from allocation.models import Draw, Way
from allocation.opening import open_at_need
from allocation.refiling import Earlier, Sides, refiled, related, year_before
from allocation.related import settle
from allocation.verifying import ledger_faults
from cases.models import Case, Participation
from core import clock
from journal.models import Entry
from parties.models import Party
from reference.models import Body, PartyRole
from staff.models import Judge
from tests.allocation.test_public_draws import next_day

NewCase = Callable[..., Case]
DAY = dt.date(2026, 11, 22)
begin = open_at_need
A, B, C = (
    Sides(frozenset({1}), frozenset({2})),
    Sides(frozenset({2}), frozenset({1})),
    Sides(frozenset({1}), frozenset()),
)


def earlier(sides: Sides = A, standing: str = "returned", ended: dt.date | None = DAY) -> Earlier:
    return Earlier(7, "2-7", sides, standing, ended, ("j01",))


@pytest.mark.parametrize("standing", ["returned", "cancelled", "ended", "unexamined"])
def test_a_claim_repeats_one_that_ended_without_a_decision(standing: str) -> None:
    assert refiled(A, DAY, [earlier(standing=standing)])


@pytest.mark.parametrize(
    "one",
    [
        earlier(standing="granted"),
        earlier(standing="accepted", ended=None),
        earlier(ended=dt.date(2025, 11, 21)),
        earlier(sides=B),
        earlier(sides=Sides(frozenset({1}), frozenset({9}))),
    ],
    ids=["decided", "pending", "thirteen months ago", "sides turned", "another defendant"],
)
def test_what_is_no_repetition(one: Earlier) -> None:
    assert refiled(A, DAY, [one]) is None


def test_the_last_day_of_twelve_months_counts() -> None:
    assert refiled(A, DAY, [earlier(ended=dt.date(2025, 11, 22))])
    assert year_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)


def test_a_co_party_more_or_less_makes_no_other_claim() -> None:
    more = Sides(frozenset({1, 5}), frozenset({2, 6}))
    assert refiled(more, DAY, [earlier()])
    assert refiled(C, DAY, [earlier(sides=C)])
    assert refiled(C, DAY, [earlier(sides=A)]) is None


def test_a_claim_back_at_the_claimant_is_related() -> None:
    assert related(A, [earlier(sides=B, standing="hearing", ended=None)])
    assert related(A, [earlier(standing="granted")]) is None


@pytest.fixture
def claim(new_case: NewCase, db: None) -> NewCase:
    """A case with its parties, drawn at once unless told otherwise."""
    people = [Party.objects.create(full_name=name, surname=name, given_name="A") for name in ("Rəhimli", "Əsgərov")]
    roles = [PartyRole.objects.get(code=code) for code in ("plaintiff", "defendant")]

    def make(**facts: Any) -> Case:
        case = new_case(**facts)
        for party, role in zip(people, roles, strict=True):
            Participation.objects.create(case=case, party=party, role=role, from_on=clock.today())
        return case

    return make


def given(case: Case) -> Draw:
    draw = settle(Case.objects.select_related("court", "kind", "category", "dossier").get(pk=case.pk))
    assert draw is not None
    return draw


@pytest.mark.requirement("EM-6.1.13")
def test_a_claim_returned_and_filed_again_goes_to_its_first_judge(claim: NewCase, judges: list[Judge]) -> None:
    first = draw_case(claim())
    Case.objects.filter(pk=first.dossier).update(status="returned", closed_on=clock.today())
    for _ in range(3):
        again = given(claim())
        assert (again.way, again.judges) == (Way.MANUAL, first.judges)
        Case.objects.filter(pk=again.dossier).update(status="cancelled", closed_on=clock.today())
    entry = json.loads(again.record)
    assert (entry["reason"], entry["by"][0]) == ("refiled", "law")
    assert Entry.objects.for_dossier(again.dossier).filter(event="allocation.kept_by_rule").count() == 1
    assert list(ledger_faults()) == []


def test_a_claim_beside_a_pending_one_goes_to_its_judge(claim: NewCase, judges: list[Judge]) -> None:
    first = draw_case(claim())
    again = given(claim())
    assert (again.judges, json.loads(again.record)["reason"]) == (first.judges, "related")


def test_when_the_first_judge_cannot_take_it_the_claim_is_drawn(claim: NewCase, judges: list[Judge]) -> None:
    first = draw_case(claim())
    Case.objects.filter(pk=first.dossier).update(status="returned", closed_on=clock.today())
    log = first.log
    log.places.filter(judge__public_id=first.judges[0]).update(until_on=clock.today())
    again = settle(claim())
    assert again is not None
    assert again.way == Way.RANDOM
    assert again.judges != first.judges


def test_strangers_to_each_other_are_drawn(new_case: NewCase, judges: list[Judge]) -> None:
    draw_case(new_case())
    assert given(new_case()).way == Way.RANDOM


@pytest.mark.requirement("BP-C08")
def test_an_urgent_matter_goes_to_the_judge_on_duty(
    new_case: NewCase,
    judges: list[Judge],
    court: Body,
    administrator: User,
    new_person: Callable[..., User],
) -> None:
    log = open_at_need(court)
    wanted = {"pool": duty_pool(log), "judges": ["j02", "j01"]}
    change = propose_change(log, lever="list", wanted=wanted, reason="November", by=administrator)
    approve_change(simulate_change(change, by=administrator), by=new_person("chair", court))
    assert given(new_case(kind="protection-order")).way == Way.RANDOM
    next_day()
    turns = [given(new_case(kind="protection-order")) for _ in range(3)]
    assert [draw.judges for draw in turns] == [["j02"], ["j01"], ["j02"]]
    assert {draw.way for draw in turns} == {Way.SEQUENTIAL}
    assert given(new_case()).way == Way.RANDOM
    assert list(ledger_faults()) == []
