"""Sending what waits: taken in one transaction, put on the wire, settled in another; never sent twice unknowingly.

`sending` and the message id are committed before the wire. Whoever dies in between leaves a row that the sweep calls
uncertain after a while; a receipt or a person settles it.
"""

import datetime as dt

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from integrations.errors import OutsideError, Uncertain, Unreachable
from integrations.mail import client as mail
from integrations.sms import client as sms
from notifications import actions
from notifications.events import ROBOT
from notifications.ladder import wait_after
from notifications.models import Channel, Delivery, Part, State

log = structlog.get_logger(__name__)
# Longer than any sending takes: after that a row in `sending` has lost its worker.
GRACE = dt.timedelta(minutes=3)
WIRED = [Channel.EMAIL, Channel.SMS]


def drain(limit: int = 50) -> int:
    """Send what is due until nothing is left or the limit is reached; how many were tried."""
    for count in range(limit):
        delivery = take()
        if delivery is None:
            return count
        send(delivery)
    return limit


@transaction.atomic
def take() -> Delivery | None:
    """Take the next due delivery: its attempt counts from here, whatever becomes of this worker."""
    now = clock.now()
    due = Delivery.objects.filter(state=State.PENDING, channel__in=WIRED, next_at__lte=now)
    delivery: Delivery | None = due.order_by("next_at", "pk").select_for_update(skip_locked=True).first()
    if delivery is not None:
        delivery.state, delivery.next_at = State.SENDING, now + GRACE
        delivery.attempts += 1
        delivery.save(update_fields=["state", "next_at", "attempts"])
    return delivery


def send(delivery: Delivery) -> None:
    """Put a taken delivery on the wire and write down what became of it."""
    try:
        remote_ids = _on_the_wire(delivery)
    except OutsideError as error:
        _settle_failure(delivery, error)
    except (
        Exception
    ) as error:  # the border of the process: perhaps it is on the wire, so nobody sends it again by himself
        log.exception("sending broke", delivery=delivery.pk)
        _settle_failure(delivery, Uncertain(f"{type(error).__name__}: {error}"))
    else:
        _settle_success(delivery, remote_ids)


def _on_the_wire(delivery: Delivery) -> tuple[str, ...]:
    if delivery.channel == Channel.SMS:
        return sms.send(delivery.address, delivery.text, delivery.message_id).remote_ids
    mail.send(delivery.address, delivery.subject, delivery.text, message_id=delivery.message_id)
    return ()


@transaction.atomic
def _settle_success(taken: Delivery, remote_ids: tuple[str, ...]) -> None:
    delivery = _ours(taken)
    if delivery is None:
        return
    Part.objects.bulk_create(Part(delivery=delivery, remote_id=one) for one in remote_ids)
    actions.sent(delivery, remote_id=remote_ids[0] if remote_ids else "", by=ROBOT)


@transaction.atomic
def _settle_failure(taken: Delivery, error: OutsideError) -> None:
    """Not sent: tried again later, up to a limit; never possible: failed at once; unknown: uncertain."""
    delivery = _ours(taken)
    if delivery is None:
        return
    wait = wait_after(delivery.attempts)
    if isinstance(error, Uncertain):
        _leave(delivery, State.UNCERTAIN, error.message)
    elif isinstance(error, Unreachable) and wait is not None:
        delivery.next_at = clock.now() + wait
        _leave(delivery, State.PENDING, error.message)
    else:
        actions.failed(delivery, error.message, by=ROBOT)


def _ours(taken: Delivery) -> Delivery | None:
    """The row if nobody settled this attempt meanwhile."""
    delivery = actions.lock(taken)
    is_open = delivery.state in {State.SENDING, State.UNCERTAIN} and delivery.attempts == taken.attempts
    return delivery if is_open else None


def _leave(delivery: Delivery, state: State, error: str) -> None:
    delivery.state, delivery.error = state, error[:300]
    delivery.save(update_fields=["state", "error", "next_at"])


def find_lost() -> int:
    """Deliveries whose worker died on the wire become uncertain; how many."""
    lost = Delivery.objects.filter(state=State.SENDING, next_at__lt=clock.now())
    words = _("The program was interrupted while sending; whether the message left is not known.")
    return int(lost.update(state=State.UNCERTAIN, error=words[:300]))
