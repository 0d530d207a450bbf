"""By turn: the next on a list that was published the day before or earlier."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from allocation import ways
from allocation.actions import draw_case
from allocation.courtlog import enter
from allocation.models import CourtLog, PublishedList, Way
from allocation.opening import open_at_need
from allocation.verifying import ledger_faults
from cases.models import Case
from core import clock
from core.errors import Refused
from reference.models import Body
from staff.models import Judge
from tests.allocation.test_draw_of_case import away
from tests.allocation.test_public_draws import next_day, replayed

NewCase = Callable[..., Case]
begin = open_at_need


def publish(court: Body, pool: str, judges: list[str]) -> PublishedList:
    log: CourtLog = open_at_need(court)
    index, _text = enter(log, "list", pool=pool, judges=judges)
    return PublishedList.objects.create(log=log, pool=pool, judges=judges, index=index, published_on=clock.today())


@pytest.mark.requirement("EM-4.2.14")
def test_cases_go_round_the_list_and_pass_over_who_is_away(
    client: Client, new_case: NewCase, judges: list[Judge], court: Body, tmp_path: Path
) -> None:
    listed = publish(court, f"{court.short_code}/mulki", ["j02", "j03", "j01"])
    with pytest.raises(Refused):
        ways.give_by_turn(new_case())
    next_day()
    draws = [ways.give_by_turn(new_case()) for _ in range(4)]
    assert [draw.judges for draw in draws] == [["j02"], ["j03"], ["j01"], ["j02"]]
    assert {draw.way for draw in draws} == {Way.SEQUENTIAL}
    body = json.loads(draws[0].record)
    assert (body["kind"], body["list"], body["matter"]["roster"]) == ("sequential", listed.index, [])
    away(judges[2], days_ago=0)
    assert ways.give_by_turn(new_case()).judges == ["j01"]
    assert list(ledger_faults()) == []
    client.cookies["language"] = "en"
    page = client.get(draws[0].get_absolute_url()).content.decode()
    assert "the next on a list published beforehand" in page
    next_day()
    draw_case(new_case())
    assert replayed(client, court, tmp_path) == ""


def test_without_a_list_nothing_goes_by_turn(new_case: NewCase, judges: list[Judge]) -> None:
    case = new_case()
    with pytest.raises(Refused):
        ways.give_by_turn(case)
    assert Case.objects.get(pk=case.pk).judge is None
