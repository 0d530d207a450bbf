"""Telling a person: deliveries are made, settled, sent anew, handed over; each has a fate that is always known."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Dossier
from core import clock
from core.errors import Refused
from journal.actions import record
from journal.actors import Acting
from journal.registry import Event
from notifications import events
from notifications.ladder import Recipient, channels, shortened
from notifications.models import Channel, Delivery, State
from notifications.nudge import wake_after_commit
from reference.models import Body

NOON = dt.time(12)


@transaction.atomic
def notify(
    dossier: Dossier,
    body: Body,
    recipient: Recipient,
    *,
    subject: str,
    text: str,
    document: int | None = None,
    purpose: str,
    by: Acting,
) -> list[Delivery]:
    """Tell a person by every channel there is; the paper (its id) is placed in the cabinet, or handed over in print.

    `subject` goes into mails and SMS: no names in it. The same paper for the same person and purpose is told once.
    """
    if document is not None and (told := list(_told(dossier, recipient, document, purpose))):
        return told
    who = {
        "recipient": recipient.name[:320],
        "recipient_key": recipient.key,
        "fin": recipient.fin,
        "voen": recipient.voen,
    }
    what = {"subject": subject[:300], "document": document, "purpose": purpose}
    with translation.override(recipient.language):
        found = channels(recipient, has_paper=document is not None)
        made = [Delivery(dossier=dossier, body=body, channel=way, address=to, **who, **what) for way, to in found]
        for delivery in made:
            closing = _closing(delivery.channel, found, has_paper=document is not None)
            delivery.text = _words(delivery.channel, body, subject, text, closing)
            delivery.save()
    for delivery in made:
        if delivery.channel == Channel.CABINET:
            delivered(delivery, by=by)
    wake_after_commit()
    return made


def _told(dossier: Dossier, recipient: Recipient, document: int, purpose: str) -> QuerySet[Delivery]:
    same = Delivery.objects.filter(dossier=dossier, recipient_key=recipient.key, document=document, purpose=purpose)
    found: QuerySet[Delivery] = same.order_by("pk")
    return found


def _words(channel: str, body: Body, subject: str, text: str, closing: str) -> str:
    """What the person reads in this channel."""
    if channel == Channel.SMS:
        return shortened(f"{body}: {subject}.", closing)
    if channel == Channel.EMAIL:
        office = f"{body}\n{body.address}\n{body.phone}".strip()
        return "\n\n".join(part for part in (text, closing, office) if part)
    return text


def _closing(channel: str, found: list[tuple[Channel, str]], *, has_paper: bool) -> str:
    """Where the paper is: in the cabinet, with its address, or still to be handed over."""
    if not has_paper:
        return ""
    if all(way != Channel.CABINET for way, _address in found):
        return _("The paper will be handed over to you.")
    cabinet = f"{settings.PUBLIC_URL}/cabinet/"
    return (
        cabinet
        if channel == Channel.SMS
        else _("The paper lies in your electronic cabinet: %(url)s") % {"url": cabinet}
    )


def sent(delivery: Delivery, *, remote_id: str = "", by: Acting) -> None:
    """The other side took the message."""
    _settle(delivery, State.SENT, events.SENT, by=by, sent_at=clock.now(), remote_id=remote_id, error="")


def delivered(delivery: Delivery, *, at: dt.datetime | None = None, by: Acting) -> None:
    """The message, or the paper itself, reached the person."""
    moment = at or clock.now()
    sent_at = delivery.sent_at or moment
    _settle(delivery, State.DELIVERED, events.DELIVERED, by=by, delivered_at=moment, sent_at=sent_at, error="")


def failed(delivery: Delivery, error: str, *, by: Acting) -> None:
    """The message will not reach the person this way; it becomes somebody's task."""
    _settle(delivery, State.FAILED, events.FAILED, by=by, error=error[:300])


def _settle(delivery: Delivery, state: State, event: Event, *, by: Acting, **values: Any) -> None:
    delivery.state = state
    for name, value in values.items():
        setattr(delivery, name, value)
    delivery.save(update_fields=["state", *values])
    _tell(event, delivery, by=by)


def _tell(event: Event, delivery: Delivery, *, by: Acting) -> None:
    record(
        event,
        on=delivery,
        by=by,
        delivery=delivery.pk,
        recipient_key=delivery.recipient_key,
        channel=str(delivery.channel),
        channel_name=str(delivery.get_channel_display()),
        purpose=delivery.purpose,
        document=delivery.document if delivery.carries_paper else None,
        about=delivery.document,
        error=delivery.error,
    )


@transaction.atomic
def retry(delivery: Delivery, *, by: Acting) -> None:
    """A person decides to send again what failed, or what nobody knows the fate of; the message keeps its id."""
    delivery = lock(delivery)
    if delivery.state not in {State.FAILED, State.UNCERTAIN} or delivery.channel not in {Channel.EMAIL, Channel.SMS}:
        raise Refused(_("Only a mail or an SMS that failed or is uncertain can be sent again."))
    delivery.parts.all().delete()
    delivery.state, delivery.attempts, delivery.next_at, delivery.error = State.PENDING, 0, clock.now(), ""
    delivery.save(update_fields=["state", "attempts", "next_at", "error"])
    _tell(events.RETRIED, delivery, by=by)
    wake_after_commit()


@transaction.atomic
def confirm_arrival(delivery: Delivery, *, by: Acting) -> None:
    """A person found out that an uncertain message did arrive."""
    delivery = lock(delivery)
    if delivery.state != State.UNCERTAIN:
        raise Refused(_("The fate of this notice is known; nothing was changed."))
    delivered(delivery, by=by)


@transaction.atomic
def hand_over(delivery: Delivery, *, on: dt.date, by: Acting) -> None:
    """The paper was handed over against a signature on that day (MPM 136)."""
    delivery = lock(delivery)
    if delivery.channel != Channel.PRINT or delivery.state != State.PENDING:
        raise Refused(_("Only a paper that waits to be handed over can be handed over."))
    if not clock.local(delivery.created_at).date() <= on <= clock.today():
        raise Refused(_("The day of handing over lies between the making of the notice and today."))
    delivered(delivery, at=clock.now() if on == clock.today() else clock.at(on, NOON), by=by)


@transaction.atomic
def opened(delivery: Delivery, *, by: Acting) -> None:
    """The person opened the paper in the cabinet; the first time counts."""
    delivery = lock(delivery)
    if delivery.channel == Channel.CABINET and delivery.read_at is None:
        _settle(delivery, State.READ, events.OPENED, by=by, read_at=clock.now())


def lock(delivery: Delivery) -> Delivery:
    """The delivery as it stands now, held until the end of the transaction."""
    held: Delivery = Delivery.objects.select_for_update(of=("self",)).select_related("body").get(pk=delivery.pk)
    return held


def deliveries_of(dossier_key: int) -> QuerySet[Delivery]:
    """All deliveries of a dossier, newest first, for its tab."""
    found: QuerySet[Delivery] = Delivery.objects.filter(dossier_id=dossier_key).order_by("-created_at", "-pk")
    return found


def in_cabinet(*, fin: str = "", voen: str = "") -> QuerySet[Delivery]:
    """What lies in the cabinet of the person with this FIN, or the organisation with this VÖEN, newest first."""
    whose = Q(fin=fin) if fin else Q(voen=voen) if voen else Q(pk=None)
    found: QuerySet[Delivery] = Delivery.objects.filter(whose, channel=Channel.CABINET).order_by("-created_at", "-pk")
    return found
