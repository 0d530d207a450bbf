import datetime as dt
import os
import signal

import pytest
from django.db import transaction

from core import clock
from journal import alarms, deliveries, tasks
from journal.models import Delivery, Entry, Heartbeat
from journal.models.delivery import State
from tests.forked import forked
from tests.journal.acting import ANSWERED, LEYLA, at_once, write

LATER = dt.timedelta(hours=2)


def mine() -> list[Delivery]:
    return list(Delivery.objects.filter(task__startswith="tests.journal").order_by("pk"))


def noted() -> int:
    return Heartbeat.objects.filter(name__startswith="noted").count()


@pytest.mark.django_db
def test_what_follows_runs_once_after_the_entry():
    write(count=3)
    assert noted() == 0
    tasks.deliver()
    tasks.sweep()
    assert noted() == 3
    assert {(delivery.state, delivery.attempts) for delivery in mine()} == {(State.DONE, 1)}


@pytest.mark.django_db(transaction=True)
def test_four_workers_run_each_delivery_once():
    write(count=40, dossier=None)
    at_once([deliveries.drain] * 4)
    deliveries.drain()
    assert noted() == 40
    assert {(delivery.state, delivery.attempts) for delivery in mine()} == {(State.DONE, 1)}


@pytest.mark.django_db
def test_later_delivery_of_a_dossier_waits_for_the_earlier_one():
    write(count=2)
    write(dossier=12)
    now = clock.now()
    first = deliveries.take(now)
    other = deliveries.take(now)
    assert first.dossier == 11
    assert other.dossier == 12
    assert deliveries.take(now) is None
    deliveries.run(first)
    assert deliveries.take(now).dossier == 11


@pytest.mark.django_db
def test_deliveries_without_a_dossier_wait_for_nobody():
    write(count=2, dossier=None)
    now = clock.now()
    assert deliveries.take(now)
    assert deliveries.take(now)


@pytest.mark.django_db
def test_failed_delivery_leaves_nothing_and_is_tried_again_later(settings, monkeypatch):
    settings.PLOT = "tests.journal.plot_that_fails"
    write()
    assert deliveries.drain() == 1
    (delivery,) = mine()
    assert (delivery.state, delivery.attempts, delivery.error) == (
        State.FAILED,
        1,
        "LookupError: nothing to stand on",
    )
    assert delivery.next_at > clock.now()
    assert noted() == 0
    assert deliveries.drain() == 0
    monkeypatch.setenv("MENDED", "1")
    assert deliveries.drain(now=clock.now() + LATER) == 1
    assert (mine()[0].state, mine()[0].attempts, noted()) == (State.DONE, 2, 1)


@pytest.mark.django_db
def test_delivery_that_fails_eight_times_is_given_up_with_an_entry_and_an_alarm(settings, monkeypatch):
    settings.PLOT = "tests.journal.plot_that_fails"
    (entry,) = write()
    for _attempt in range(8):
        assert deliveries.drain(limit=1, now=clock.now() + LATER) == 1
    (delivery,) = mine()
    assert (delivery.state, delivery.attempts) == (State.DEAD, 8)
    told = Entry.objects.get(event="journal.reaction_failed", subject_id=str(entry.pk))
    assert (told.dossier, told.data["task"]) == (11, "tests.journal.reactions.fail")
    assert "dead delivery" in [alarm.code for alarm in alarms.current()]
    monkeypatch.setenv("MENDED", "1")
    deliveries.retry(delivery, by=LEYLA)
    deliveries.drain()
    assert (mine()[0].state, noted()) == (State.DONE, 1)
    assert "dead delivery" not in [alarm.code for alarm in alarms.current()]


@pytest.mark.django_db
def test_breach_of_a_deferred_constraint_is_the_failure_of_the_task(settings):
    settings.PLOT = "tests.journal.plot_that_defers"
    write()
    deliveries.drain()
    assert mine()[0].state == State.FAILED
    assert "IntegrityError" in mine()[0].error


def work(said: int) -> None:
    """A worker that hangs in its first delivery, and says when it is there."""
    os.environ["HANG"] = str(said)
    deliveries.drain()


@pytest.mark.django_db(transaction=True)
@pytest.mark.services
def test_worker_killed_in_the_middle_loses_no_reaction_and_doubles_none(settings):
    settings.PLOT = "tests.journal.plot_that_hangs"
    write(count=2)
    heard, said = os.pipe()
    worker = forked(work, said)
    assert os.read(heard, 100) == b"in the middle"
    assert deliveries.drain(now=clock.now() + LATER) == 0  # the worker lives: its row is held
    worker.kill()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    with transaction.atomic():  # waits until the database has noticed the death
        list(Delivery.objects.select_for_update())
    assert noted() == 0
    assert deliveries.drain(now=clock.now() + LATER) == 2
    assert noted() == 2
    assert [(delivery.state, delivery.attempts) for delivery in mine()] == [(State.DONE, 2), (State.DONE, 1)]


@pytest.mark.django_db
def test_worker_lost_at_every_attempt_ends_in_an_alarm():
    write()
    now = clock.now()
    for _attempt in range(8):
        now += LATER
        assert deliveries.take(now)
    assert deliveries.drain(limit=1, now=now + LATER) == 1
    assert (mine()[0].state, mine()[0].error) == (State.DEAD, "the worker was lost at every attempt")
    assert noted() == 0


@pytest.mark.django_db
def test_event_that_nothing_follows_writes_no_delivery():
    write(ANSWERED)
    assert mine() == []


@pytest.mark.django_db
def test_worker_that_falls_silent_alarms():
    tasks.heartbeat()
    assert "silent" not in [alarm.code for alarm in alarms.current()]
    Heartbeat.objects.filter(name="worker").update(at=clock.now() - dt.timedelta(minutes=2))
    assert [alarm.where for alarm in alarms.current() if alarm.code == "silent"] == ["worker"]
    assert alarms.tell() >= 1
