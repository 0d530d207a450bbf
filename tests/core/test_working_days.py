"""Days on which courts work, and the adding of days, months and years."""

import datetime as dt

import pytest

from core.working_days import Calendar, add_days, add_months, add_years

D = dt.date
# Novruz of 2026 with its days moved from the weekend, and one Saturday worked in exchange.
CALENDAR = Calendar(
    non_working=frozenset(D(2026, 3, day) for day in (9, 20, 21, 22, 23, 24, 25, 26, 27, 30)),
    extra_working=frozenset({D(2026, 4, 4)}),
    known_until=D(2026, 12, 31),
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (D(2026, 3, 19), True),  # Thursday
        (D(2026, 3, 20), False),  # Novruz
        (D(2026, 3, 28), False),  # Saturday
        (D(2026, 3, 31), True),
        (D(2026, 4, 4), True),  # Saturday worked in exchange
        (D(2026, 4, 5), False),
    ],
)
def test_a_day_is_worked_by_weekday_unless_the_calendar_says_otherwise(day: dt.date, works: bool) -> None:
    assert CALENDAR.is_working(day) is works


def test_a_day_without_work_rolls_over_the_whole_holiday() -> None:
    assert CALENDAR.roll_forward(D(2026, 3, 20)) == D(2026, 3, 31)
    assert CALENDAR.roll_back(D(2026, 3, 30)) == D(2026, 3, 19)
    assert CALENDAR.roll_forward(D(2026, 3, 19)) == D(2026, 3, 19)


def test_working_days_are_counted_from_the_day_after() -> None:
    assert CALENDAR.add_working_days(D(2026, 3, 18), 1) == D(2026, 3, 19)
    assert CALENDAR.add_working_days(D(2026, 3, 18), 2) == D(2026, 3, 31)
    assert CALENDAR.add_working_days(D(2026, 4, 3), 1) == D(2026, 4, 4)
    assert CALENDAR.add_working_days(D(2026, 3, 31), -1) == D(2026, 3, 19)
    assert CALENDAR.add_working_days(D(2026, 3, 21), 0) == D(2026, 3, 21)


def test_working_days_between_two_days() -> None:
    assert list(CALENDAR.working_days(D(2026, 3, 18), D(2026, 3, 31))) == [
        D(2026, 3, 18),
        D(2026, 3, 19),
        D(2026, 3, 31),
    ]


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2026, 8, 31), 1, D(2026, 9, 30)),
        (D(2026, 11, 22), 2, D(2027, 1, 22)),
        (D(2026, 12, 31), 12, D(2027, 12, 31)),
        (D(2026, 3, 31), -1, D(2026, 2, 28)),
    ],
)
def test_months_end_on_the_matching_or_the_last_day(day: dt.date, months: int, wanted: dt.date) -> None:
    assert add_months(day, months) == wanted


def test_years_and_days() -> None:
    assert add_years(D(2028, 2, 29), 1) == D(2029, 2, 28)
    assert add_days(D(2026, 12, 30), 3) == D(2027, 1, 2)


def test_beyond_the_announced_calendar_nothing_is_certain() -> None:
    assert CALENDAR.is_known(D(2026, 12, 31))
    assert not CALENDAR.is_known(D(2027, 1, 1))
