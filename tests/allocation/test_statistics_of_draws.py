import hashlib
import random
from math import comb, sqrt

import pytest

from allocation.drawing import Candidate, Rule, chances
from allocation.statistics import (
    Seen,
    fit,
    histogram,
    kolmogorov,
    normal,
    pairs,
    probability,
    shares,
    spread,
    threshold,
    transformed,
)

RULE = Rule("r", "ab" * 32, 400, 3)
JUDGES = [f"j{number:02}" for number in range(1, 7)]


def court(count: int, steered: str = "", seed: int = 1) -> list[Seen]:
    """A year of a court; in a rigged one the steered litigant always meets the first judge."""
    chosen, loads, draws = random.Random(seed), dict.fromkeys(JUDGES, 0), []
    for turn in range(count):
        held = chances([Candidate(judge, loads[judge]) for judge in JUDGES], RULE)
        likely = {judge: float(held[judge]) for judge in JUDGES}
        (winner,) = chosen.choices(JUDGES, [likely[judge] for judge in JUDGES])
        litigant, weight = f"l{chosen.randrange(40)}", chosen.choice([50, 100, 400])
        winner = "j01" if litigant == steered else winner
        loads[winner] += weight
        number = hashlib.sha256(f"{seed}/{turn}".encode()).hexdigest()[:20]
        draws.append(Seen(number, likely, winner, weight, dict.fromkeys(JUDGES, 1.0), [litigant]))
    return draws


@pytest.mark.parametrize(("x", "p"), [(0.5, 0.963945), (1.0, 0.269999), (1.36, 0.049486), (2.0, 0.000671), (0.1, 1.0)])
def test_the_tail_of_kolmogorovs_distribution_is_as_in_the_tables(x: float, p: float) -> None:
    assert kolmogorov(x) == pytest.approx(p, abs=2e-6)


def test_a_winner_lies_in_the_stretch_of_its_chance() -> None:
    draw = Seen("0" * 20, {"j02": 0.5, "j01": 0.25, "j03": 0.25}, "j02")
    assert transformed(draw) == pytest.approx(0.25)
    assert transformed(Seen("f" * 20, draw.chances, "j02")) == pytest.approx(0.75)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_honest_court_fits_chance_and_nobody_is_flagged(seed: int) -> None:
    draws = court(3000, seed=seed)
    assert fit(draws).p > 0.01
    assert not any(pair.is_flagged for pair in pairs(draws))
    assert sum(histogram(draws)) == 3000


@pytest.mark.requirement("EM-6.1.13")
def test_one_steered_litigant_stands_out_though_the_work_is_even() -> None:
    draws = court(3000, steered="l7")
    worst = pairs(draws)[0]
    assert (worst.key, worst.judge, worst.is_flagged) == ("l7", "j01", True)
    assert worst.z > 8
    assert all(abs(got - due) < 1 for got, due in shares(draws).values())


def test_a_favoured_judge_breaks_the_fit() -> None:
    draws = [Seen(f"{turn * 7919 % 16**6:06x}" + "0" * 14, {"j01": 0.5, "j02": 0.5}, "j01") for turn in range(100)]
    assert fit(draws).p < 1e-6


def test_the_z_of_a_pair_is_the_formula() -> None:
    draws = [Seen("0" * 20, {"j01": 0.5, "j02": 0.5}, "j01", keys=["l1"]) for _ in range(30)]
    first = next(pair for pair in pairs(draws) if pair.judge == "j01")
    assert first.z == pytest.approx(15 / sqrt(7.5))
    assert (first.cases, first.expected) == (30, 15.0)


def test_a_count_of_the_rare_side_is_as_probable_as_it_really_is() -> None:
    """200 cases, each with one chance in 20: 25 at one judge are ten times as probable as the bell curve says."""
    n, p, met = 200, 0.05, 25
    exact = sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(met, n + 1))
    variance = n * p * (1 - p)
    z, skewness = (met - n * p) / sqrt(variance), (1 - 2 * p) / sqrt(variance)
    assert probability(normal(z, skewness)) / 2 == pytest.approx(exact, rel=0.25)
    assert probability(z) / 2 < exact / 10
    assert normal(z, 0.0) == z


def test_a_pair_of_few_cases_says_nothing() -> None:
    assert pairs([Seen("0" * 20, {"j01": 0.5, "j02": 0.5}, "j01", keys=["l1"])] * 10) == []


def test_benjamini_and_hochberg_take_the_last_rank_below_the_line() -> None:
    assert threshold([0.001, 0.009, 0.02, 0.5], rate=0.05) == 0.02
    assert threshold([0.2, 0.5], rate=0.05) < 0


def test_no_draws_say_nothing() -> None:
    assert fit([]) == (0, 0.0, 1.0)
    assert (pairs([]), shares([]), spread([]), spread([300, 100])) == ([], {}, 0, 200)
