"""The regular flow: cases are drawn as they come, without anybody's leave."""

import datetime as dt
from collections.abc import Callable

import pytest

from allocation.backlog import backlog
from allocation.tasks import sweep
from cases.models import Case
from core import clock
from journal import alarms
from reference.models import Body
from staff.models import Judge

NewCase = Callable[..., Case]


@pytest.mark.requirement("QM-2")
def test_more_waiting_cases_than_the_setting_allows_are_an_alarm(new_case: NewCase, court: Body, settings) -> None:
    settings.DRAW_BACKLOG = 2
    first = clock.now() - dt.timedelta(minutes=3)
    for _ in range(2):
        new_case()
    Case.objects.update(registered_at=first)
    assert list(backlog()) == []
    new_case()
    assert list(backlog()) == []  # registered this moment: the registering process draws it itself
    Case.objects.update(registered_at=first)
    (alarm,) = backlog()
    assert (alarm.code, alarm.where, alarm.since) == ("draws wait", court.code, first)
    assert "draws wait" in [told.code for told in alarms.current()]


@pytest.mark.requirement("QM-2")
def test_a_court_without_a_chair_draws_all_the_same(
    new_case: NewCase, new_judge: Callable[..., Judge], court: Body
) -> None:
    for _ in range(2):
        new_judge(court)
    cases = [new_case() for _ in range(3)]
    assert not Judge.objects.filter(body=court, is_chair=True).exists()
    Case.objects.update(registered_at=clock.now() - dt.timedelta(minutes=1))
    sweep()
    assert Case.objects.filter(pk__in=[case.pk for case in cases], judge=None).count() == 0
