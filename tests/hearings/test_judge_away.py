"""Hearings already set when their judge goes away: work for the clerk at once, settled when the reason is gone."""

import datetime as dt

import pytest

from cases.models import Case, JudgeSeat, Task
from core import clock
from hearings import booking
from staff import absences
from staff.appointing import end_post
from tests.hearings.test_booking import at, new_accepted, room, set_one, working_day
from tests.staff.conftest import line, serving

__all__ = ["line", "new_accepted", "room", "serving"]
DAY = dt.timedelta(days=1)


def leave(member, chair, first=None, days=3):
    first = first or working_day()
    asked = absences.ask(member, kind="trip", from_on=first, to_on=first + (days - 1) * DAY, by=member.user)
    return absences.approve(asked, by=chair)


def open_tasks():
    return Task.objects.filter(subject__startswith="hearings.hearing:", done_at=None)


@pytest.mark.requirement("EM-4.2.6")
def test_an_approved_absence_makes_a_task_of_each_hearing_of_its_days(as_user, new_accepted, room, judge, chair, clerk,
                                                                      serving):  # fmt: skip
    case, other = new_accepted(), new_accepted()
    hearing = set_one(case, room, judge, at(10))
    set_one(other, room, judge, at(10, ahead=30))
    assert not open_tasks().exists()
    leave(serving(judge, "judge"), chair)
    task = open_tasks().get()
    assert (task.subject, task.dossier_id, task.due_on) == (f"hearings.hearing:{hearing.pk}", case.pk, working_day())
    desk = as_user(clerk).get("/desk/?queue=tasks").content.decode()
    assert "Quliyev" in desk
    booking.adjourn(hearing, room=room, starts_at=at(10, ahead=25), minutes=60, reason="hakim işdə yoxdur", by=judge)
    assert not open_tasks().exists()


def test_what_is_only_asked_for_or_refused_makes_no_work(new_accepted, room, judge, chair, serving):
    set_one(new_accepted(), room, judge, at(10))
    member = serving(judge, "judge")
    asked = absences.ask(member, kind="trip", from_on=working_day(), to_on=working_day(), by=judge)
    assert not open_tasks().exists()
    absences.refuse(asked, reason="iclas var", by=chair)
    assert not open_tasks().exists()


def test_a_return_settles_the_tasks_of_its_days_and_leaves_the_others(new_accepted, room, judge, chair, serving):
    first, second = new_accepted(), new_accepted()
    set_one(first, room, judge, at(10))
    set_one(second, room, judge, at(10, ahead=17))
    one = leave(serving(judge, "judge"), chair, days=9)
    assert open_tasks().count() == 2
    absences.come_back(one, back_on=working_day(16), by=judge)
    assert [task.dossier_id for task in open_tasks()] == [first.pk]


def test_a_member_of_a_panel_who_is_away_puts_the_hearing_off_too(new_accepted, room, judge, judgeship, chair, court,
                                                                  new_judge, serving):  # fmt: skip
    case, member = new_accepted(), new_judge(court)
    JudgeSeat.objects.filter(case=case).delete()
    for seat, one in enumerate((judgeship, member), start=1):
        JudgeSeat.objects.create(case=case, judge=one, seat=seat, from_on=clock.today())
    set_one(case, room, judge, at(10))
    away = leave(serving(member.user, "judge"), chair)
    also = leave(serving(judge, "judge"), chair)
    assert open_tasks().count() == 1
    absences.come_back(also, back_on=working_day(), by=judge)
    assert open_tasks().count() == 1, "the other of the panel is still away"
    absences.come_back(away, back_on=working_day(), by=member.user)
    assert not open_tasks().exists()


def test_hearings_after_the_end_of_an_office_are_work_for_the_clerk(new_accepted, room, judge, chair, serving):
    case = new_accepted()
    set_one(case, room, judge, at(10))
    set_one(new_accepted(), room, judge, at(12, ahead=3))
    end_post(serving(judge, "judge").appointments.get(), ends_on=working_day(10), ground="əmr", by=chair)
    assert [task.dossier_id for task in open_tasks()] == [case.pk]
    assert Case.objects.get(pk=case.pk).judge.user == judge, "the case is drawn anew by an act of its own"
