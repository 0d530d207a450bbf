"""Batches in real transactions: killed, two workers at once, in a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as config
from django.test import Client

from accounts.models import User
from allocation import batches
from allocation.actions import draw_case
from allocation.giving import Vacancy
from allocation.models import BatchRecord, Draw, Place
from allocation.tasks import redraw_batches, sweep
from allocation.verifying import ledger_faults
from core import clock
from journal.models import Leaf
from journal.witness.client import Witness
from reference.models import Body
from staff.models import Judge
from tests.allocation import dying
from tests.allocation.beginning import registered
from tests.allocation.dying import killed
from tests.allocation.leaving import REASON, confirmed, council, drawn_again, head, leave
from tests.allocation.test_public_draws import next_day
from tests.axe import browser, in_both_themes
from tests.journal.acting import at_once

__all__ = ["council", "head"]
AsUser = Callable[[User], Client]


POINTS = [
    "after the list",
    "before the record is committed",
    "after the record",
    "after the proofs",
    "before the result is committed",
]


@pytest.fixture
def leaver(judges: list[Judge], court: Body) -> Judge:
    """The only judge until today, who has three undecided cases; the two who follow come tomorrow."""
    Judge.objects.filter(pk__in=[judge.pk for judge in judges[1:]]).update(from_on=clock.today() + clock.DAY)
    for _ in range(3):
        draw_case(registered(court))
    return leave(judges[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
@pytest.mark.parametrize("point", POINTS)
def test_a_batch_that_is_killed_ends_with_the_same_record_proofs_and_judges(
    point: str, leaver: Judge, head: User, council: User, court: Body, settings: Any
) -> None:
    settings.PLOT = "tests.allocation.plot_without_draws"
    batch = confirmed(leaver, head, council)
    next_day()
    before = dict(Place.objects.values_list("pk", "load"))
    killed(dying.redraw, batch.pk, point)
    assert batches.undecided(leaver).count() == 3
    assert not Vacancy.objects.exists()
    assert dict(Place.objects.values_list("pk", "load")) == before
    left = BatchRecord.objects.first()
    assert (left is not None) == (point in POINTS[2:])
    proofs = left and (left.record, bytes(left.court_proof or b""))
    redraw_batches()
    batch.refresh_from_db()
    (done,) = BatchRecord.objects.all()
    if proofs:
        assert done.record == proofs[0]
        assert bytes(done.court_proof).startswith(proofs[1])
    assert (batch.ended_at is None, drawn_again().count(), batches.undecided(leaver).count()) == (False, 3, 0)
    assert not Vacancy.objects.filter(filled_by=None).exists()
    signed = Witness(config.WITNESS_URL).counts()["draws"][court.short_code]
    assert signed == Draw.objects.proved().filter(log=done.log).count()
    assert list(ledger_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_record_and_one_result(
    leaver: Judge, head: User, council: User, settings: Any
) -> None:
    settings.PLOT = "tests.allocation.plot_without_draws"
    confirmed(leaver, head, council)
    next_day()
    at_once([redraw_batches, sweep, redraw_batches, sweep])
    redraw_batches()
    assert (BatchRecord.objects.count(), drawn_again().count()) == (1, 3)
    assert Leaf.objects.filter(body__contains='"kind":"batch-result"').count() == 1
    assert list(ledger_faults()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_the_pages_of_a_redraw_are_accessible(
    live_server: Any, as_user: AsUser, leaver: Judge, head: User, council: User
) -> None:
    asked = batches.start_batch(leaver, reason=REASON, by=head)
    cookies = {person: as_user(person).cookies["sessionid"].value for person in (head, council)}
    place = asked.get_absolute_url()
    with browser() as opened:
        for person, addresses in (
            (head, [place, "/allocation/batches/", "/allocation/batches/start/", "/allocation/waiting/"]),
            (council, [place, f"{place}confirm/"]),
        ):
            context = opened.new_context()
            context.add_cookies([{"name": "sessionid", "value": cookies[person], "url": live_server.url}])
            page = context.new_page()
            for address in addresses:
                page.goto(f"{live_server.url}{address}")
                assert in_both_themes(page) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_the_pages_of_a_batch_that_ended_are_accessible(
    live_server: Any, as_user: AsUser, leaver: Judge, head: User, council: User
) -> None:
    """The court's page, and from it the public pages of the batch and of a case in it."""
    asked = confirmed(leaver, head, council)
    next_day()
    redraw_batches()
    next_day()
    cookie = {"name": "sessionid", "value": as_user(head).cookies["sessionid"].value, "url": live_server.url}
    with browser() as opened:
        context = opened.new_context()
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{live_server.url}{asked.get_absolute_url()}")
        assert in_both_themes(page) == []
        for section in ("records", "cases"):
            page.locator(f"section[aria-labelledby={section}] a[href^='/draws/']").first.click()
            page.wait_for_load_state()
            assert in_both_themes(page) == []
