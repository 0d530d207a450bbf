"""Receipts of the SMS centre turn `sent` into `delivered` or `failed`."""

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from integrations.sms.client import Receipt
from notifications import actions
from notifications.events import CENTRE
from notifications.models import Channel, Delivery, Part, State

log = structlog.get_logger(__name__)


class TooEarly(Exception):
    """The receipt came before its message was written down as sent; the centre brings it again."""


@transaction.atomic
def take_receipt(receipt: Receipt) -> None:
    """Write down what became of one part; the last part settles the message."""
    part = Part.objects.filter(remote_id=receipt.remote_id).first()
    if part is None:
        if Delivery.objects.filter(channel=Channel.SMS, state=State.SENDING).exists():
            raise TooEarly(receipt.remote_id)
        log.warning("receipt of an unknown message", remote_id=receipt.remote_id, state=receipt.state)
        return
    delivery = actions.lock(part.delivery)
    Part.objects.filter(pk=part.pk).update(is_delivered=receipt.is_delivered)
    if delivery.state not in {State.SENT, State.UNCERTAIN}:
        return
    fates = set(Part.objects.filter(delivery=delivery).values_list("is_delivered", flat=True))
    if False in fates:
        error = _("The SMS centre could not deliver the message (%(state)s).") % {"state": receipt.state}
        actions.failed(delivery, error, by=CENTRE)
    elif fates == {True}:
        actions.delivered(delivery, by=CENTRE)
