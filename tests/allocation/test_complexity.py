"""Complexity as data of the rule: factors beside the weights, most exact first; records keep the ordinary weight."""

from typing import Any

import pytest

from allocation import complexity
from allocation.actions import draw_case
from allocation.changes import approve_change, propose_change, simulate_change
from allocation.complexity import Level, levels_of, table, weight_of
from allocation.models import ChangeOfRule, CourtLog, EnteredRule
from allocation.opening import open_at_need
from allocation.rules import Lever, Terms, differences, faults
from allocation.simulating import Filing, Setting, run
from allocation.verifying import ledger_faults, program
from core.errors import Refused

WEIGHTS = {"*": 100, "civil": 120, "civil/debt.loan": 80, "*/*/2": 150, "civil/*/2": 130, "civil/debt.loan/2": 301}
PAGE = "/allocation/levers/"


@pytest.fixture
def log(judges: Any, court: Any) -> CourtLog:
    return open_at_need(court)


@pytest.mark.parametrize(
    ("kind", "category", "level", "weight"),
    [
        ("civil", "debt.loan", 1, 80),
        ("civil", "debt.loan", 2, 241),  # 80 times 3,01, rounded up
        ("civil", "fam.divorce", 2, 156),
        ("criminal", "theft", 2, 150),
        ("criminal", "theft", 3, 100),  # the rule knows no such level
    ],
)
def test_the_most_exact_factor_is_multiplied_with_the_weight_of_an_ordinary_case(
    kind: str, category: str, level: int, weight: int
) -> None:
    assert weight_of(WEIGHTS, kind, category, level) == weight


def test_levels_without_a_factor_are_not_offered() -> None:
    assert levels_of(WEIGHTS, "civil", "debt.loan") == [Level.ORDINARY, Level.COMPLEX]
    assert levels_of({"*": 100}, "civil", "debt.loan") == [Level.ORDINARY]
    assert levels_of({"*": 100, **complexity.STANDARD}, "civil", "x") == list(Level)


def test_the_published_verifier_reads_the_weight_of_the_record_without_the_factors() -> None:
    rules = program("verify_rules")
    body = {"id": "2026-1", "from": "2026-01-02", "band": 400, "depth": 3, "weights": WEIGHTS, "by": ["p1", "p2"]}
    ledger = rules.Ledger()
    text = rules.canonical(body)
    ledger.rule(0, body, text)
    rule = {"id": "2026-1", "sha256": rules.sha256(text).hex(), "band": 400, "depth": 3}
    matter = {"court": "yasamal", "rule": rule, "kind": "civil", "category": "debt.loan", "weight": 80}
    ledger.check_rule(matter, "2026-01-03")
    with pytest.raises(ValueError, match="by the rule is 80"):
        ledger.check_rule({**matter, "weight": 241}, "2026-01-03")


@pytest.mark.parametrize(
    "factors",
    [{"*/*/1": 100}, {"*/*/4": 100}, {"*/*/2": 99}, {"civil/*/2": 200, "civil/*/3": 150}, {"*/*/x": 150}],
)
def test_factors_that_make_no_sense_cannot_be_proposed(factors: dict[str, int]) -> None:
    plain = {"band": 400, "depth": 3, "weights": {"*": 100, **complexity.STANDARD}}
    assert list(faults(Lever.RULE, plain)) == []
    assert list(faults(Lever.RULE, {**plain, "weights": {"*": 100, **factors}}))


def test_the_history_names_factors_apart_from_weights() -> None:
    before = {"band": 400, "depth": 3, "weights": {"*": 100, "*/*/2": 150}}
    after = {**before, "weights": {"*": 100, "*/*/2": 175}}
    ((name, old, new),) = differences(Lever.RULE, before, after)
    assert (old, new) == ("1,50", "1,75")
    assert "2" in name
    assert "*/*" in name
    assert table(after["weights"] and {"civil/*/2": 200, "*/*/3": 300}) == [
        ("*/*", [None, 300]),
        ("civil/*", [200, None]),
    ]


def test_a_simulation_gives_complex_cases_their_whole_weight() -> None:
    pools = {"p": {"j01": Terms(), "j02": Terms()}}
    filings = [Filing("p", "civil", "x", level=2)] * 10
    plain = run(filings, Setting(400, 3, {"*": 100}, pools), "seed")["p"]
    heavy = run(filings, Setting(400, 3, {"*": 100, "*/*/2": 150}, pools), "seed")["p"]
    assert sum(plain.work.values()) == 1000
    assert sum(heavy.work.values()) == 1500


def test_the_first_rule_of_a_court_knows_complex_cases(log: CourtLog) -> None:
    weights = EnteredRule.objects.get(log=log).weights
    assert (weights["*/*/2"], weights["*/*/3"]) == (150, 200)


def test_factors_are_shown_and_changed_on_the_page_of_levers(
    as_user: Any, administrator: Any, log: CourtLog, court: Any
) -> None:
    client, address = as_user(administrator), f"{PAGE}propose/rule/?court={court.code}"
    assert all(words in client.get(PAGE).content.decode() for words in ("1,50", "2,00"))
    assert "*/*/2 1,50" in client.get(address).content.decode()
    form = {"band": "400", "depth": "3", "weights": "* 1,00", "reason": "as the council set"}
    for wrong in ("*/*/2 one", "no-such/*/2 1,50", "*/*/4 2,00", "*/*/2 0,50", "*/*/2 2,00\n*/*/3 1,50"):
        assert client.post(address, form | {"factors": wrong}).status_code == 422
    assert client.post(address, form | {"weights": "* 1,00\n*/*/2 1,50"}).status_code == 422
    assert client.post(address, form | {"factors": "*/*/2 1,75\ncivil/*/3 2,50"}).status_code == 302
    assert ChangeOfRule.objects.get().wanted["weights"] == {"*": 100, "*/*/2": 175, "civil/*/3": 250}
    history = client.get(PAGE).content.decode()
    assert "1,50 → 1,75" in history


def test_a_changed_factor_counts_from_the_next_day_and_the_log_holds(
    administrator: Any, chair: Any, new_case: Any, log: CourtLog
) -> None:
    draw_case(new_case())
    before = EnteredRule.objects.get(log=log)
    wanted = {"band": 400, "depth": 3, "weights": {**before.weights, "*/*/2": 175}}
    change = propose_change(log, lever="rule", wanted=wanted, reason="heavier", by=administrator)
    approve_change(simulate_change(change, by=administrator), by=chair)
    after = EnteredRule.objects.order_by("index").last()
    assert (before.weight_of("civil", "x", 2), after.weight_of("civil", "x", 2)) == (150, 175)
    assert draw_case(new_case()).weight == before.weight_of("civil", "x")
    assert list(ledger_faults()) == []


def test_nothing_is_proposed_that_the_rule_cannot_hold(administrator: Any, log: CourtLog) -> None:
    wanted = {"band": 400, "depth": 3, "weights": {"*": 100, "*/*/2": 50}}
    with pytest.raises(Refused):
        propose_change(log, lever="rule", wanted=wanted, reason="lighter", by=administrator)
