import queue
import threading
from collections.abc import Callable
from typing import Any

import pytest
import requests
from django.db import connection

from accounts.models import User
from core import clock
from core.errors import Refused
from integrations.sms.client import Receipt, listen
from journal.models import Entry
from notifications import actions, sending
from notifications.ladder import ATTEMPTS, SMS_LIMIT
from notifications.models import Delivery, Part, State
from notifications.receipts import TooEarly, take_receipt
from tests.integrations.processes import Running

pytestmark = [pytest.mark.django_db, pytest.mark.services]
Tell = Callable[..., list[Delivery]]
PATIENCE = 15


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def due_now(delivery: Delivery) -> None:
    """The waiting is over."""
    Delivery.objects.filter(pk=delivery.pk).update(next_at=clock.now())


def mails(mail: Running, delivery: Delivery) -> list[dict[str, Any]]:
    found = requests.get(f"{mail.knob}/messages.json", timeout=PATIENCE).json()
    return [one for one in found if str(delivery.message_id) in one["message_id"]]


def events_of(delivery: Delivery) -> list[str]:
    entries = Entry.objects.filter(subject_kind="notifications.delivery", subject_id=str(delivery.pk)).order_by("id")
    return [entry.event for entry in entries]


@pytest.mark.requirement("BP-M07", "BP-C20")
def test_a_mail_goes_to_the_mail_server_and_is_sent(tell: Tell, mail: Running) -> None:
    (_cabinet, delivery) = tell(document=7, fin="5XK2T7P", email="aysel@mail.example")
    assert sending.drain() == 1
    delivery = fresh(delivery)
    assert (delivery.state, delivery.attempts) == (State.SENT, 1) and delivery.sent_at
    (arrived,) = mails(mail, delivery)
    assert arrived["subject"] == "İclas 04.12.2026, 10:30" and "/cabinet/" in arrived["text"]
    assert "Rəhimli" not in arrived["subject"] + arrived["text"]
    assert events_of(delivery) == ["notifications.sent"]


def test_nobody_without_a_cabinet_is_sent_to_it(tell: Tell) -> None:
    mail, sms, paper = tell(document=7, email="aysel@mail.example", phone="+994501112233")
    assert "/cabinet/" not in mail.text + sms.text + paper.text
    assert len(sms.text) <= SMS_LIMIT


def test_the_paper_lies_in_the_cabinet_at_once(tell: Tell) -> None:
    (delivery,) = tell(document=7, fin="5XK2T7P")
    assert delivery.state == State.DELIVERED and delivery.delivered_at
    entry = Entry.objects.get(event="notifications.delivered")
    assert entry.data is not None
    told = {name: entry.data[name] for name in ("recipient_key", "channel", "purpose", "document", "delivery")}
    assert told == {
        "recipient_key": "participation:12",
        "channel": "cabinet",
        "purpose": "hearing",
        "document": 7,
        "delivery": delivery.pk,
    }
    assert list(actions.in_cabinet(fin="5XK2T7P")) == [delivery] and not actions.in_cabinet()


def test_opening_the_paper_in_the_cabinet_is_written_down_once(tell: Tell, aysel: User) -> None:
    (delivery,) = tell(document=7, fin="5XK2T7P")
    actions.opened(delivery, by=aysel)
    first = fresh(delivery).read_at
    actions.opened(delivery, by=aysel)
    assert first and fresh(delivery).read_at == first and fresh(delivery).state == State.READ


def test_the_same_paper_is_told_once_however_often_it_is_asked(tell: Tell) -> None:
    first = tell(document=7, fin="5XK2T7P", email="a@mail.example")
    assert tell(document=7, fin="5XK2T7P", email="a@mail.example") == first
    assert Delivery.objects.count() == 2


def test_a_dead_mail_server_puts_the_mail_off_and_it_goes_later(tell: Tell, mail: Running, settings: Any) -> None:
    alive, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    (delivery,) = tell(email="aysel@mail.example", purpose="note")
    sending.drain()
    waiting = fresh(delivery)
    assert waiting.state == State.PENDING and waiting.error and waiting.next_at > clock.now()
    assert sending.drain() == 0
    settings.EMAIL_PORT = alive
    due_now(delivery)
    sending.drain()
    assert fresh(delivery).state == State.SENT and fresh(delivery).error == ""
    assert len(mails(mail, delivery)) == 1


def test_a_mail_server_that_stays_dead_makes_the_notice_fail_in_the_end(tell: Tell, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 9
    (delivery,) = tell(email="aysel@mail.example", purpose="note")
    for _attempt in range(ATTEMPTS):
        due_now(delivery)
        sending.drain()
    assert (fresh(delivery).state, fresh(delivery).attempts) == (State.FAILED, ATTEMPTS)
    assert events_of(delivery) == ["notifications.failed"]


def test_an_address_that_the_server_refuses_fails_at_once(tell: Tell, mail: Running) -> None:
    (delivery,) = tell(email="nobody@bounce.example", purpose="note")
    sending.drain()
    assert (fresh(delivery).state, fresh(delivery).attempts) == (State.FAILED, 1)
    entry = Entry.objects.get(event="notifications.failed")
    assert entry.data is not None and "bounce.example" in entry.data["error"]


def test_a_worker_that_dies_on_the_wire_leaves_an_uncertain_notice_that_nobody_sends_twice(
    tell: Tell, mail: Running, clerk: User
) -> None:
    (delivery,) = tell(email="aysel@mail.example", purpose="note")
    assert sending.take() is not None  # and here the worker dies
    assert sending.drain() == 0 and sending.find_lost() == 0
    due_now(delivery)
    assert sending.find_lost() == 1 and sending.drain() == 0
    assert fresh(delivery).state == State.UNCERTAIN and not mails(mail, delivery)
    actions.retry(delivery, by=clerk)
    sending.drain()
    assert fresh(delivery).state == State.SENT and len(mails(mail, delivery)) == 1


def test_a_slow_worker_that_was_thought_dead_still_settles_its_notice(tell: Tell, mail: Running) -> None:
    (delivery,) = tell(email="aysel@mail.example", purpose="note")
    taken = sending.take()
    assert taken is not None
    due_now(delivery)
    sending.find_lost()
    sending.send(taken)
    assert fresh(delivery).state == State.SENT


def test_a_person_settles_what_is_uncertain_and_nothing_else(tell: Tell, clerk: User) -> None:
    (delivery,) = tell(email="aysel@mail.example", purpose="note")
    with pytest.raises(Refused):
        actions.confirm_arrival(delivery, by=clerk)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.UNCERTAIN)
    actions.confirm_arrival(delivery, by=clerk)
    assert fresh(delivery).state == State.DELIVERED
    with pytest.raises(Refused):
        actions.retry(delivery, by=clerk)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_each_mail_once(tell: Tell, mail: Running) -> None:
    deliveries = [tell(email=f"a{at}@mail.example", purpose="note")[0] for at in range(12)]

    def work() -> None:
        try:
            sending.drain()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {fresh(delivery).state for delivery in deliveries} == {State.SENT}
    assert [len(mails(mail, delivery)) for delivery in deliveries] == [1] * 12


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("EM-9.2.14", "EM-6.1.15")
def test_the_receipts_of_the_centre_say_who_was_reached_by_sms(tell: Tell, sms: Running) -> None:
    (reached, _paper) = tell(document=7, phone="+994501112233")
    (missed, _paper) = tell(document=8, phone="+994501239900")
    heard: queue.Queue[Receipt] = queue.Queue()
    stop = threading.Event()

    def handle(receipt: Receipt) -> None:
        try:
            take_receipt(receipt)
            heard.put(receipt)
        finally:
            connection.close()

    hearing = threading.Thread(target=listen, args=(handle, stop), kwargs={"again_seconds": 0.1})
    hearing.start()
    try:
        sending.drain()
        assert Part.objects.count() >= 2
        while State.SENT in (fresh(reached).state, fresh(missed).state):
            heard.get(timeout=PATIENCE)  # receipts for messages of other tests come too
    finally:
        stop.set()
        hearing.join(PATIENCE)
    assert (fresh(reached).state, fresh(missed).state) == (State.DELIVERED, State.FAILED)
    assert events_of(reached) == ["notifications.sent", "notifications.delivered"]
    assert events_of(missed) == ["notifications.sent", "notifications.failed"]
    delivered = Entry.objects.get(event="notifications.delivered")
    assert delivered.data is not None
    assert (delivered.data["document"], delivered.data["about"]) == (None, 7)  # an SMS hands no paper over


def test_an_sms_is_delivered_when_all_its_parts_are(tell: Tell) -> None:
    (delivery,) = tell(phone="+994501112233", purpose="note")
    Delivery.objects.filter(pk=delivery.pk).update(state=State.SENT)
    Part.objects.bulk_create(Part(delivery=delivery, remote_id=one) for one in ("p1", "p2"))
    take_receipt(Receipt("p1", True, "DELIVRD", "000"))
    assert fresh(delivery).state == State.SENT
    take_receipt(Receipt("p2", True, "DELIVRD", "000"))
    take_receipt(Receipt("p2", True, "DELIVRD", "000"))
    assert fresh(delivery).state == State.DELIVERED
    assert events_of(delivery) == ["notifications.delivered"]


def test_a_receipt_that_comes_before_its_message_is_settled_is_asked_for_again(tell: Tell) -> None:
    take_receipt(Receipt("somebody-elses", True, "DELIVRD", "000"))
    (delivery,) = tell(phone="+994501112233", purpose="note")
    Delivery.objects.filter(pk=delivery.pk).update(state=State.SENDING)
    with pytest.raises(TooEarly):
        take_receipt(Receipt("p9", True, "DELIVRD", "000"))
