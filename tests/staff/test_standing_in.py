"""Who stands in for whom: rights that begin and end with the days of the order, also when the chair is back early."""

import datetime as dt

import pytest

from accounts.models import Posting, User
from allocation import redraw
from core import clock
from core.errors import Refused
from journal.models import Entry
from staff import absences
from staff.appointing import end_post
from staff.models import Judge, Substitution
from staff.presence import chairs, headless
from staff.standing_in import end_substitution, substitute

DAY = dt.timedelta(days=1)
DECIDES = "staff.decide_absence"


def rights(person: User, right: str = DECIDES) -> bool:
    """Whether the person holds the right at this moment."""
    return User.objects.get(pk=person.pk).holds(right)


def days(first: int, last: int) -> dict[str, dt.date]:
    return {"from_on": clock.today() + first * DAY, "to_on": clock.today() + last * DAY}


@pytest.fixture
def boss(chair, serving):
    return serving(chair, "chair")


@pytest.fixture
def deputy(judge, serving):
    return serving(judge, "judge")


def test_the_page_that_names_a_substitute_says_so_on_its_button(as_user, boss, chair):
    assert "Əvəz edəni təyin et</button>" in as_user(chair).get(f"/staff/{boss.pk}/substitute/").content.decode()


@pytest.mark.requirement("EM-4.2.6")
def test_an_acting_chair_has_the_rights_for_these_days_and_not_longer(as_user, boss, deputy, chair, judge):
    first = clock.today() + DAY
    sent = {"by_whom": deputy.pk, "from_on": first, "to_on": first + 4 * DAY, "is_chair": "on"}
    assert as_user(chair).post(f"/staff/{boss.pk}/substitute/", sent).status_code == 302
    held = []
    for ahead in (0, 1, 5, 6):
        with clock.as_of(clock.now() + ahead * DAY):
            held.append(rights(judge))
    assert held == [False, True, True, False]
    one = absences.ask(boss, kind="leave", from_on=first, to_on=first + 3 * DAY, by=chair)
    with clock.as_of(clock.now() + DAY):
        assert absences.approve(one, by=User.objects.get(pk=judge.pk)).decided_by == judge


@pytest.mark.requirement("EM-9.2.5")
def test_the_rights_end_at_midnight_in_baku_and_not_at_midnight_in_greenwich(as_user, boss, deputy, chair, judge):
    substitute(boss, by_whom=deputy, **days(0, 2), is_chair=True, by=chair)
    browser = as_user(judge)
    last = clock.at(clock.today() + 2 * DAY, dt.time(23, 59, 59))
    with clock.as_of(last):
        assert browser.get("/staff/absences/").status_code == 200
    with clock.as_of(last + dt.timedelta(seconds=1)):
        assert browser.get("/staff/absences/").status_code == 403
        assert browser.get("/cases/").status_code == 200, "the own post goes on"


@pytest.mark.requirement("EM-4.2.6")
def test_whoever_stands_in_for_a_clerk_has_the_clerks_rights_for_these_days(boss, clerk, chair, serving, new_person,
                                                                           court):  # fmt: skip
    finance = new_person("finance", court)
    substitute(serving(clerk), by_whom=serving(finance, "finance"), **days(1, 2), by=chair)
    held = []
    for ahead in (0, 1, 2, 3):
        with clock.as_of(clock.now() + ahead * DAY):
            held.append(rights(finance, "cases.register"))
    assert held == [False, True, True, False]


def test_a_judges_cases_and_rights_go_to_nobody_by_an_order(boss, deputy, chair, clerk, serving):
    row = substitute(deputy, by_whom=serving(clerk), **days(0, 3), by=chair)
    assert row.posting is None
    assert not rights(clerk, "cases.accept")


def test_only_a_judge_acts_as_chair_only_for_the_chair_and_one_at_a_time(boss, deputy, chair, clerk, serving, new_judge,
                                                                         court):  # fmt: skip
    writer = serving(clerk)
    with pytest.raises(Refused):
        substitute(boss, by_whom=writer, **days(1, 3), is_chair=True, by=chair)
    with pytest.raises(Refused):
        substitute(writer, by_whom=deputy, **days(1, 3), is_chair=True, by=chair)
    substitute(boss, by_whom=deputy, **days(1, 3), is_chair=True, by=chair)
    other = serving(new_judge(court).user, "judge")
    with pytest.raises(Refused):
        substitute(boss, by_whom=other, **days(3, 5), is_chair=True, by=chair)
    assert substitute(boss, by_whom=other, **days(4, 5), is_chair=True, by=chair).pk


def test_nobody_stands_in_for_himself_while_away_or_after_leaving(boss, deputy, chair, judge, clerk, serving):
    with pytest.raises(Refused):
        substitute(boss, by_whom=boss, **days(1, 3), by=chair)
    absences.approve(absences.ask(deputy, kind="trip", **days(1, 3), by=judge), by=chair)
    with pytest.raises(Refused):
        substitute(boss, by_whom=deputy, **days(3, 5), by=chair)
    leaver = serving(clerk)
    end_post(leaver.appointments.get(), ends_on=clock.today() + 2 * DAY, ground="x", by=chair)
    with pytest.raises(Refused):
        substitute(boss, by_whom=leaver, **days(1, 2), by=chair)


@pytest.mark.requirement("EM-9.2.5")
def test_a_chair_back_early_takes_the_rights_back_on_that_day(as_user, boss, deputy, chair, judge, clerk):
    one = absences.ask(boss, kind="leave", **days(0, 9), by=chair)
    Posting.objects.create(user=judge, body=boss.body, role_id=chair.postings.get().role_id, **days(0, 0))
    absences.approve(one, by=User.objects.get(pk=judge.pk))
    row = substitute(boss, by_whom=deputy, **days(1, 9), is_chair=True, by=chair)
    with clock.as_of(clock.now() + 3 * DAY):
        assert rights(judge)
        absences.come_back(one, back_on=clock.today() + DAY, by=User.objects.get(pk=chair.pk))
        assert rights(judge)
    with clock.as_of(clock.now() + 4 * DAY):
        assert not rights(judge)
    row.refresh_from_db()
    assert row.to_on == clock.today() + 3 * DAY
    assert Entry.objects.filter(event="staff.substitution_ended").count() == 1


def test_a_substitution_is_ended_on_its_page_and_one_not_begun_is_taken_back(as_user, boss, deputy, chair, judge, murad,
                                                                            new_judge, other_court):  # fmt: skip
    row = substitute(boss, by_whom=deputy, **days(0, 5), is_chair=True, by=chair)
    place, browser = f"/staff/substitutions/{row.pk}/end/", as_user(chair)
    assert place in browser.get(f"/staff/{boss.pk}/").content.decode()
    for stranger in (murad, new_judge(other_court, role="chair").user):
        assert as_user(stranger).get(place).status_code == 404
    assert browser.post(place, {"back_on": clock.today() + 9 * DAY}).status_code == 422
    assert browser.post(place, {"back_on": clock.today() + DAY}).status_code == 302
    with clock.as_of(clock.now() + DAY):
        assert not rights(judge)
    later = substitute(boss, by_whom=deputy, **days(7, 9), is_chair=True, by=chair)
    end_substitution(later, ends_on=clock.today() + 7 * DAY, by=chair)
    assert not Substitution.objects.filter(pk=later.pk).exists()
    assert not Posting.objects.filter(user=judge, from_on__gt=clock.today()).exists()


def test_the_acting_chair_decides_on_the_recusal_of_a_judge(boss, deputy, chair, judge, court):
    """MPM 22.2 names the president of the court; whoever acts as such has the powers."""
    assert chairs(court) == {chair.pk}
    substitute(boss, by_whom=deputy, **days(0, 1), is_chair=True, by=chair)
    assert chairs(court) == {chair.pk, judge.pk}
    assert redraw.chairs(court) == chairs(court)
    with clock.as_of(clock.now() + 2 * DAY):
        assert chairs(court) == {chair.pk}


def test_days_on_which_nobody_heads_the_court_are_told_before_they_come(as_user, boss, deputy, chair, judge):
    assert headless(boss.body) == []
    first = substitute(boss, by_whom=deputy, **days(0, 0), is_chair=True, by=chair)
    one = absences.ask(boss, kind="leave", **days(3, 9), by=chair)
    absences.approve(one, by=User.objects.get(pk=judge.pk))
    (gap,) = headless(boss.body)
    assert (gap.first, gap.last) == (clock.today() + 3 * DAY, clock.today() + 9 * DAY)
    assert f"{gap.first:%d.%m.%Y}" in as_user(chair).get("/staff/presence/").content.decode()
    end_substitution(first, ends_on=clock.today(), by=chair)
    substitute(boss, by_whom=deputy, **days(5, 9), is_chair=True, by=chair)
    (gap,) = headless(boss.body)
    assert (gap.first, gap.last) == (clock.today() + 3 * DAY, clock.today() + 4 * DAY)


def test_a_chair_who_left_the_office_heads_the_court_no_longer(chair, court):
    Judge.objects.filter(user=chair).update(to_on=clock.today() - DAY)
    assert chairs(court) == set()
