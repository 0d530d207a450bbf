"""How the codes count terms, article by article, and what each bound term comes to on the calendar of 2026."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from cases.deadlines import compute, compute_hours, earliest_after, latest_before, with_suspension
from core.working_days import Calendar

D = dt.date
DATA = Path(__file__).parents[2] / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_the_files() -> Calendar:
    dated = [row for row in rows("holidays") if row["row_type"] == "date"]
    free = {D.fromisoformat(row["date"]) for row in dated if row["is_non_working"] == "1"}
    worked = {D.fromisoformat(row["date"]) for row in dated if row["is_non_working"] == "0"}
    return Calendar(frozenset(free), frozenset(worked), D(2026, 12, 31))


CALENDAR = of_the_files()


def test_mpm_128_3_a_term_begins_on_the_day_after_the_event() -> None:
    assert compute(D(2026, 2, 2), 3, "day", CALENDAR).date == D(2026, 2, 5)
    assert compute(D(2026, 2, 2), 0, "day", CALENDAR).date == D(2026, 2, 2)


def test_mpm_129_1_a_term_in_months_ends_on_the_matching_or_the_last_day() -> None:
    assert compute(D(2026, 2, 12), 1, "month", CALENDAR).counted == D(2026, 3, 12)
    assert compute(D(2026, 1, 31), 1, "month", CALENDAR).counted == D(2026, 2, 28)
    assert compute(D(2026, 8, 31), 1, "month", CALENDAR).counted == D(2026, 9, 30)


def test_mpm_129_1_a_term_in_years_ends_on_the_same_day_of_the_last_year() -> None:
    assert compute(D(2024, 2, 29), 1, "year", CALENDAR).date == D(2025, 2, 28)
    assert compute(D(2023, 6, 5), 3, "year", CALENDAR).date == D(2026, 6, 5)


def test_mpm_129_2_a_last_day_without_work_moves_to_the_next_worked_day() -> None:
    due = compute(D(2026, 2, 20), 1, "month", CALENDAR)
    assert (due.counted, due.date, due.rolled_from) == (D(2026, 3, 20), D(2026, 3, 31), D(2026, 3, 20))
    assert due.article == "MPM 128.3; MPM 129.1; MPM 129.2"
    assert compute(D(2026, 2, 2), 3, "day", CALENDAR).rolled_from is None


def test_a_weekend_day_worked_in_exchange_is_a_last_day() -> None:
    assert compute(D(2025, 6, 16), 5, "day", CALENDAR).date == D(2025, 6, 21)


def test_terms_of_working_days_step_over_weekends_and_holidays() -> None:
    assert compute(D(2026, 3, 17), 5, "working_day", CALENDAR).date == D(2026, 4, 2)


def test_ipm_22_terms_of_administrative_cases_run_from_service_by_the_civil_rules() -> None:
    due = compute(D(2026, 4, 28), 30, "day", CALENDAR, law="İPM")
    assert due.date == D(2026, 6, 1)
    assert due.article == "İPM 22.1; İPM 22.2, MPM 129.2"


def test_cpm_202_terms_of_criminal_cases_roll_forward_too() -> None:
    due = compute(D(2026, 10, 20), 20, "day", CALENDAR, law="CPM")
    assert (due.date, due.article) == (D(2026, 11, 11), "CPM 202.2; CPM 202.3")


def test_cpm_202_2_the_hour_in_which_a_term_begins_is_not_counted() -> None:
    assert compute_hours(dt.datetime(2026, 2, 2, 10, 20, tzinfo=dt.UTC), 24) == dt.datetime(
        2026, 2, 3, 11, tzinfo=dt.UTC
    )
    with pytest.raises(ValueError, match="hour"):
        compute(D(2026, 2, 2), 24, "hour", CALENDAR)


def test_mpm_138_3_notice_must_be_given_ten_days_before_the_hearing() -> None:
    assert latest_before(D(2026, 2, 23), 10, "day", CALENDAR).date == D(2026, 2, 13)
    assert latest_before(D(2026, 4, 2), 10, "day", CALENDAR).date == D(2026, 3, 19)
    assert latest_before(D(2026, 4, 2), 5, "working_day", CALENDAR).date == D(2026, 3, 17)


def test_ipm_39_1_a_claim_against_inaction_comes_after_35_days() -> None:
    assert earliest_after(D(2026, 2, 2), 35, "day", CALENDAR, "İPM").date == D(2026, 3, 10)


def test_mpm_131_a_suspended_term_runs_on_from_the_day_of_resumption() -> None:
    due = compute(D(2026, 2, 2), 20, "day", CALENDAR)  # counted to 22 February
    moved = with_suspension(due, D(2026, 2, 12), D(2026, 4, 13), CALENDAR)
    assert (moved.counted, moved.date) == (D(2026, 4, 23), D(2026, 4, 23))
    assert "MPM 131" in moved.article


def test_mpm_131_a_term_that_ended_before_the_suspension_stays_ended() -> None:
    due = compute(D(2026, 2, 3), 10, "day", CALENDAR)
    assert with_suspension(due, D(2026, 2, 14), D(2026, 4, 13), CALENDAR) == due


def test_a_term_that_ends_beyond_the_announced_calendar_is_not_certain() -> None:
    assert compute(D(2026, 11, 20), 1, "month", CALENDAR).is_certain
    beyond = compute(D(2026, 12, 20), 1, "month", CALENDAR)
    assert (beyond.date, beyond.is_certain) == (D(2027, 1, 21), False)
    assert not with_suspension(
        compute(D(2026, 11, 2), 10, "day", CALENDAR), D(2026, 11, 5), D(2027, 2, 1), CALENDAR
    ).is_certain


# Counted by hand on the calendar of 2026: term, article, event and last day, then the same over days without work.
BOUND = [
    ("mpm_accept", "MPM 151.3", "02-04", "02-09", "03-16", "03-31"),
    ("mpm_copies", "MPM 168.1", "02-11", "02-16", "05-26", "06-01"),
    ("mpm_objection", "MPM 154.1", "02-03", "02-23", "10-19", "11-11"),
    ("mpm_counterclaim", "MPM 155.1", "04-01", "04-21", "03-02", "03-31"),
    ("mpm_prep_session", "MPM 166.3", "01-07", "02-16", "02-10", "03-31"),
    ("mpm_hear_general", "MPM 172.1.3", "01-15", "05-15", "01-31", "06-01"),
    ("mpm_hear_fast", "MPM 172.1.1", "01-13", "03-13", "01-21", "03-31"),
    ("mpm_hear_mortgage", "MPM 172.1.2", "02-12", "05-12", "02-28", "06-01"),
    ("mpm_small_refuse", "MPM 284-4.2", "02-02", "02-09", "03-17", "04-02"),
    ("mpm_small_notice", "MPM 284-5.1", "02-05", "02-12", "11-06", "11-17"),
    ("mpm_small_reply", "MPM 284-5.2", "02-02", "02-16", "05-18", "06-04"),
    ("mpm_small_decide", "MPM 284-5.3", "01-21", "03-04", "02-02", "03-17"),
    ("mpm_protocol", "MPM 272.7", "02-02", "02-12", "03-10", "03-31"),
    ("mpm_protocol_remarks", "MPM 273", "02-02", "02-05", "11-06", "11-11"),
    ("mpm_protocol_remarks_review", "MPM 274.2", "02-03", "02-06", "02-04", "02-09"),
    ("mpm_reasoned", "MPM 227.2", "02-02", "02-16", "06-11", "06-29"),
    ("mpm_deliver", "MPM 227.3–227.4", "02-02", "02-05", "05-26", "06-01"),
    ("mpm_force", "MPM 233.1", "01-16", "02-16", "10-09", "11-11"),
    ("mpm_appeal", "MPM 360", "02-12", "03-12", "02-20", "03-31"),
    ("mpm_ruling_deliver", "MPM 266.1", "02-04", "02-09", "05-06", "05-12"),
    ("mpm_ruling_appeal", "MPM 268.1, 396.1", "02-03", "02-13", "06-05", "06-16"),
    ("mpm_ruling_selfreview", "MPM 269.1", "02-03", "02-06", "06-23", "06-29"),
    ("mpm_ruling_forward", "MPM 269.3", "02-03", "02-10", "01-13", "01-21"),
    ("mpm_appeal_forward", "MPM 364.1", "02-04", "02-11", "03-02", "03-10"),
    ("mpm_appeal_admiss", "MPM 366.1", "02-03", "02-18", "10-26", "11-11"),
    ("mpm_appeal_objection", "MPM 367.2", "04-02", "04-22", "05-08", "06-01"),
    ("mpm_appeal_hear", "MPM 368.3", "04-14", "07-14", "02-27", "06-01"),
    ("mpm_appeal_force", "MPM 393", "04-16", "06-16", "04-15", "06-16"),
    ("mpm_cass", "MPM 405", "02-10", "04-10", "09-08", "11-11"),
    ("mpm_order_issue", "MPM 280", "02-03", "02-06", "03-17", "03-31"),
    ("mpm_order_refuse", "MPM 279.3", "02-02", "02-05", "05-08", "05-12"),
    ("mpm_order_send", "MPM 281.3", "02-02", "02-05", "11-05", "11-11"),
    ("mpm_order_objection", "MPM 282", "02-03", "02-13", "05-18", "06-01"),
    ("publish", "E-məhkəmə Əsasnaməsi 12.6", "02-12", "03-12", "02-09", "03-10"),
]


def of_2026(day: str) -> dt.date:
    return D.fromisoformat(f"2026-{day}")


@pytest.mark.parametrize("bound", BOUND, ids=[row[0] for row in BOUND])
def test_a_bound_term_ends_on_the_day_that_its_article_says(bound: tuple[str, ...]) -> None:
    code, article, opened, due, opened_before, due_after = bound
    term = next(row for row in rows("procedural_terms") if row["code"] == code)
    assert term["legal_basis"] == article
    for event, last in ((opened, due), (opened_before, due_after)):
        assert compute(of_2026(event), int(term["length_value"]), term["unit"], CALENDAR).date == of_2026(last)


def test_every_binding_is_counted_here_and_at_least_25_terms_are_bound() -> None:
    bound = {row["term"] for row in rows("term_bindings")}
    assert bound == {row[0] for row in BOUND}
    assert len(bound) >= 25
