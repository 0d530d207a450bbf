import pytest

from allocation.drawing import Share
from bench.draws import simulate, steering

FILINGS = 2000


@pytest.mark.parametrize("judges", [2, 3, 7])
def test_judges_with_equal_shares_get_equal_work(judges: int) -> None:
    pool = simulate([Share()] * judges, FILINGS)
    assert pool.worst_share() < 1
    assert pool.spread <= (3200 if judges == 2 else 2400)
    assert pool.best_guess <= 0.75


@pytest.mark.parametrize(("others", "part"), [(1, 20.0), (2, 11.1), (7, 3.45)])
def test_a_chair_at_a_quarter_gets_a_quarter_of_a_colleagues_work(others: int, part: float) -> None:
    pool = simulate([Share(1, 4), *[Share()] * others], FILINGS)
    assert 100 * pool.work[0] / sum(pool.work) == pytest.approx(part, abs=1)


def test_absences_leave_no_debt_of_work_behind() -> None:
    assert simulate([Share()] * 6, FILINGS, with_absences=True).worst_share() < 1


def test_steering_one_litigant_shows_and_an_honest_court_does_not() -> None:
    assert simulate([Share()] * 8, 6000, steer=steering).worst_z() > 5
    assert simulate([Share()] * 8, 6000).worst_z() < 4.5
