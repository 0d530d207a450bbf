"""What one person asked and another has not answered yet: one page of the court, and the chair's desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from allocation import batches, redraw, ways
from allocation.actions import draw_case
from allocation.giving import Recusal
from allocation.opening import open_at_need
from cases.models import Case
from core import clock
from reference.models import Body
from staff.models import Judge

NewCase = Callable[..., Case]
AsUser = Callable[[User], Client]
PAGE = "/allocation/waiting/"
begin = open_at_need


@pytest.fixture
def head(new_person: Callable[..., User], court: Body) -> User:
    return new_person("chair", court)


def recusal_of(case: Case, by: User) -> Recusal:
    draw_case(case)
    case.refresh_from_db()
    facts = {"mover": "party", "party": "A", "ground": "relative", "text": "Qohum", "filed_on": clock.today()}
    return redraw.file_recusal(case, case.judge, by=by, **facts)


def resolution_of(case: Case, by: User) -> Any:
    open_at_need(case.court)
    return ways.ask_resolution(case, judges=["j02"], reason="urgent", text="Təcili", by=by)


@pytest.mark.requirement("BP-M05")
def test_everything_that_waits_stands_on_one_page_until_it_is_answered(
    as_user: AsUser, new_case: NewCase, judges: list[Judge], clerk: User, head: User, murad: User
) -> None:
    resolution = resolution_of(new_case(), clerk)
    recusal = recusal_of(new_case(), clerk)
    Judge.objects.filter(pk=recusal.judge_id).update(to_on=clock.today())
    batch = batches.start_batch(recusal.judge, reason="14", by=head)
    page = as_user(head).get(PAGE).content.decode()
    assert all(one.get_absolute_url() in page for one in (resolution, recusal, batch))
    strange = as_user(murad).get(PAGE).content.decode()
    assert not any(one.get_absolute_url() in strange for one in (resolution, recusal, batch))
    ways.confirm_resolution(resolution, by=head)
    after = as_user(head).get(PAGE).content.decode()
    assert resolution.get_absolute_url() not in after
    assert recusal.get_absolute_url() in after


def test_the_desk_of_the_second_person_shows_resolutions_and_not_the_own_ones(
    as_user: AsUser, new_case: NewCase, judges: list[Judge], clerk: User, head: User
) -> None:
    asked, own = resolution_of(new_case(), clerk), resolution_of(new_case(), head)
    desk = as_user(head).get("/desk/?queue=resolutions").content.decode()
    assert asked.get_absolute_url() in desk
    assert own.get_absolute_url() not in desk
    assert PAGE in desk


def test_the_page_costs_the_same_for_few_and_for_many(
    as_user: AsUser, new_case: NewCase, judges: list[Judge], clerk: User, head: User, count_queries: Any
) -> None:
    counts = []
    for more in (1, 4):
        for _ in range(more):
            resolution_of(new_case(), clerk)
            recusal_of(new_case(), clerk)
        client = as_user(head)
        client.get("/allocation/")
        with count_queries() as counted:
            assert client.get(PAGE).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
