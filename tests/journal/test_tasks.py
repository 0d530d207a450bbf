import pytest

from core import clock
from journal import partitions, tasks
from journal.models import Head, Leaf, Unsealed
from tests.journal.acting import write


@pytest.mark.django_db
def test_sealer_and_signer_run_as_tasks(witness):
    write(count=2)
    tasks.seal()
    assert Leaf.objects.filter(log="yasamal").count() == 2
    assert not Unsealed.objects.filter(log="yasamal").exists()
    tasks.heads()
    assert Head.objects.get(log="yasamal").witness_signature is not None


@pytest.mark.django_db
def test_partitions_of_the_coming_months_are_made_as_time_goes_on(monkeypatch):
    tasks.partitions()
    assert partitions.make_partitions() == 0
    later = clock.today().replace(day=1, year=clock.today().year + 5)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert partitions.make_partitions() == (4 + len(partitions.OTHERS)) * partitions.AHEAD


def test_every_task_of_the_journal_has_its_time(settings):
    planned = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {f"journal.tasks.{name}" for name in ("seal", "sweep", "heartbeat", "heads", "partitions")} <= planned
