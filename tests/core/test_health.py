import pytest

from core import clock
from core.models import ClockOffset
from journal import tasks

pytestmark = pytest.mark.django_db
ALL_WELL = {"database": "ok", "broker": "ok", "worker": "ok", "sealer": "ok"}


@pytest.mark.requirement("EM-8.2.11")
def test_system_is_ready_once_worker_and_sealer_were_heard(client):
    before = client.get("/readyz")
    assert before.status_code == 503
    assert before.json() == ALL_WELL | {"worker": "not seen lately", "sealer": "not seen lately"}
    tasks.heartbeat()
    assert client.get("/readyz").json() == ALL_WELL | {"sealer": "not seen lately"}
    tasks.seal()
    after = client.get("/readyz")
    assert (after.status_code, after.json()) == (200, ALL_WELL)


@pytest.mark.requirement("EM-8.2.11")
def test_sealer_that_fell_silent_is_named_and_measured(client):
    tasks.seal()
    tasks.heartbeat()
    ClockOffset.objects.create(days=1, moved_at=clock.now(), moved_by="test")
    clock.forget()
    tasks.heartbeat()
    assert client.get("/readyz").json() == ALL_WELL | {"sealer": "not seen lately"}
    numbers = client.get("/metrics").content.decode()
    silent = next(
        line for line in numbers.splitlines() if line.startswith('courtcms_seconds_since_seen{part="sealer"}')
    )
    assert float(silent.split()[-1]) >= 24 * 3600
