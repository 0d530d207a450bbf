"""A delivery that failed becomes work for the clerk, once, with what failed and why."""

import pytest

from cases.models import Task, TaskKind
from cases.service import key_of
from core.errors import Refused
from notifications.actions import failed, notify, retry
from notifications.events import ROBOT
from notifications.ladder import Recipient
from notifications.models import Delivery, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(case, claimant, clerk):
    """A mail to Aysel that waits to be sent."""
    recipient = Recipient(name="Aysel Rəhimli", key=key_of(claimant), email="aysel@bounce.example")
    (one,) = notify(case.dossier, case.court, recipient, subject="İclas", text="…", purpose="note", by=clerk)
    return one


@pytest.mark.requirement("EM-9.2.14")
def test_a_failed_delivery_stands_on_the_desk_until_it_is_done(as_user, clerk, murad, case, delivery):
    failed(delivery, "no such mailbox", by=ROBOT)
    task = Task.objects.get(kind=TaskKind.DELIVERY)
    assert (task.dossier_id, task.body, task.done_at) == (case.pk, case.court, None)
    assert "Aysel" in task.title and "no such mailbox" in task.title
    desk = "/desk/?queue=tasks"
    assert "no such mailbox" in as_user(clerk).get(desk).content.decode()
    assert "no such mailbox" not in as_user(murad).get(desk).content.decode()
    assert as_user(murad).post(f"/cases/tasks/{task.pk}/done/").status_code == 404
    assert as_user(clerk).post(f"/cases/tasks/{task.pk}/done/").status_code == 302
    assert "no such mailbox" not in as_user(clerk).get(desk).content.decode()


def test_a_delivery_that_fails_again_is_one_task_until_that_is_done(clerk, delivery):
    failed(delivery, "no such mailbox", by=ROBOT)
    retry(delivery, by=clerk)
    failed(Delivery.objects.get(pk=delivery.pk), "no such mailbox", by=ROBOT)
    assert Task.objects.filter(kind=TaskKind.DELIVERY).count() == 1


def test_what_waits_to_be_sent_is_nobodys_task_and_is_not_sent_anew(clerk, delivery):
    assert delivery.state == State.PENDING and not Task.objects.exists()
    with pytest.raises(Refused):
        retry(delivery, by=clerk)
