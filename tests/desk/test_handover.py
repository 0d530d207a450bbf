"""The hand-over list: all that somebody has in hand, and no more than the reader may see."""

import datetime as dt

import pytest

from accounts.models import Dossier, TeamMember
from cases.models import Case
from core import clock
from staff import absences
from tests.hearings.test_booking import at, new_accepted, room, set_one, working_day
from tests.staff.conftest import line, serving

__all__ = ["line", "new_accepted", "room", "serving"]


@pytest.mark.requirement("EM-4.2.6")
def test_the_list_of_a_judge_names_cases_and_hearings_in_the_absence(as_user, new_accepted, room, judge, chair,
                                                                     serving):  # fmt: skip
    card, case = serving(judge, "judge"), new_accepted()
    set_one(case, room, judge, at(10))
    days = {"from_on": working_day(), "to_on": working_day() + dt.timedelta(days=2)}
    absences.approve(absences.ask(card, kind="leave", **days, by=judge), by=chair)
    for reader in (chair, judge):
        text = as_user(reader).get(f"/desk/handover/{judge.pk}/").content.decode()
        assert text.count(f"/cases/{case.pk}/") >= 1
        assert "məzuniyyət" in text or "absence" in text or "təxirə" in text


def test_sealed_cases_are_counted_and_not_named(as_user, new_accepted, judge, chair, serving):
    serving(judge, "judge")
    case = new_accepted()
    Dossier.objects.filter(pk=case.pk).update(is_sealed=True)
    TeamMember.objects.get_or_create(dossier_id=case.pk, user=judge, part="judge", from_on=clock.today())
    text = as_user(chair).get(f"/desk/handover/{judge.pk}/").content.decode()
    assert f"/cases/{case.pk}/" not in text
    assert f"/cases/{case.pk}/" in as_user(judge).get(f"/desk/handover/{judge.pk}/").content.decode()


def test_a_clerks_list_is_that_of_the_teams(as_user, new_accepted, clerk, chair, serving):
    serving(clerk)
    case = new_accepted()
    Case.objects.filter(pk=case.pk).update(judge=None)
    TeamMember.objects.get_or_create(dossier_id=case.pk, user=clerk, part="clerk", from_on=clock.today())
    assert f"/cases/{case.pk}/" in as_user(chair).get(f"/desk/handover/{clerk.pk}/").content.decode()


def test_nobody_reads_the_list_of_another_without_the_right_or_from_another_court(as_user, judge, clerk, new_judge,
                                                                                  other_court, serving):  # fmt: skip
    serving(judge, "judge")
    assert as_user(clerk).get(f"/desk/handover/{judge.pk}/").status_code == 404
    stranger = new_judge(other_court, role="chair").user
    assert as_user(stranger).get(f"/desk/handover/{judge.pk}/").status_code == 404


def test_the_list_costs_the_same_for_one_case_and_for_many(as_user, new_accepted, judge, chair, serving, cost):
    serving(judge, "judge")
    new_accepted()
    first = cost(as_user(chair), f"/desk/handover/{judge.pk}/")
    new_accepted()
    new_accepted()
    assert cost(as_user(chair), f"/desk/handover/{judge.pk}/") == first
