"""Short messages by real SMPP: what the centre takes, what it refuses, and what becomes of a message."""

import queue
import threading
from contextlib import contextmanager

import pytest
import requests

from integrations import errors
from integrations.sms.client import Receipt, listen, send

AYSEL, UNREACHABLE = "+994501112233", "+994501239900"
TEXT = "Məhkəmə iclası 3 dekabr 2026-cı il saat 10:00-da olacaq. İş № 2(004)-17/2026."
PATIENCE = 15


def received(sms):
    return requests.get(f"{sms.knob}/messages.json", timeout=5).json()


@contextmanager
def listening(handler):
    """A process that hears receipts, as a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=listen, args=(handler, stop), kwargs={"again_seconds": 0.1})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.mark.requirement("EM-6.1.15")
def test_a_short_message_arrives_with_its_azerbaijani_letters(sms):
    sent = send(AYSEL, "Əziz Ağa, şöbə: İı", "m-1")
    newest = received(sms)[0]
    assert newest["text"] == "Əziz Ağa, şöbə: İı"
    assert (newest["to"], newest["parts"]) == ("994501112233", 1)
    assert sent.remote_id == newest["id"]


def test_a_long_message_goes_in_parts_and_is_one_text_again(sms):
    sent = send(AYSEL, TEXT * 2, "m-2")
    newest = received(sms)[0]
    assert newest["text"] == TEXT * 2
    assert newest["parts"] == len(sent.remote_ids) == 3


@pytest.mark.requirement("EM-9.2.14")
def test_the_receipt_tells_whether_the_phone_was_reached(sms):
    heard: queue.Queue[Receipt] = queue.Queue()
    with listening(heard.put):
        fates = {send(number, TEXT[:30], "m-3").remote_id: number for number in (AYSEL, UNREACHABLE)}
        known = {}
        while fates.keys() - known.keys():
            receipt = heard.get(timeout=PATIENCE)
            known[receipt.remote_id] = receipt
    reached = {fates[key]: receipt.is_delivered for key, receipt in known.items() if key in fates}
    assert reached == {AYSEL: True, UNREACHABLE: False}


def test_a_receipt_waits_until_somebody_listens(sms):
    sent = send(AYSEL, "gözləyir", "m-4")
    heard: queue.Queue[Receipt] = queue.Queue()
    with listening(heard.put):
        while heard.get(timeout=PATIENCE).remote_id != sent.remote_id:
            pass


def test_a_receipt_that_could_not_be_handled_comes_again(sms):
    heard: queue.Queue[str] = queue.Queue()
    failed = []

    def handler(receipt):
        if receipt.remote_id not in failed:
            failed.append(receipt.remote_id)
            raise RuntimeError("the database is away")
        heard.put(receipt.remote_id)

    with listening(handler):
        sent = send(AYSEL, "bir daha", "m-5")
        while heard.get(timeout=PATIENCE) != sent.remote_id:
            pass
    assert sent.remote_id in failed


def test_the_listener_binds_anew_after_the_centre_was_down(sms):
    heard: queue.Queue[Receipt] = queue.Queue()
    with listening(heard.put):
        first = send(AYSEL, "əvvəl", "m-6")
        while heard.get(timeout=PATIENCE).remote_id != first.remote_id:
            pass
        sms.turn("down")
        with pytest.raises(errors.SmsDown):
            send(AYSEL, "bağlıdır", "m-7")
        sms.turn("ok")
        second = send(AYSEL, "sonra", "m-8")
        while heard.get(timeout=PATIENCE).remote_id != second.remote_id:
            pass


@pytest.mark.parametrize("number", ["", "12", "501112233abc", "++994501112233", "+0501112233"])
def test_what_is_not_a_number_never_reaches_the_wire(sms, number):
    before = received(sms)
    with pytest.raises(errors.SmsRefused):
        send(number, "salam", "m-9")
    assert received(sms) == before


@pytest.mark.parametrize("text", ["", "   ", "ə" * 2000])
def test_an_empty_or_endless_text_is_refused(sms, text):
    with pytest.raises(errors.SmsRefused):
        send(AYSEL, text, "m-10")


@pytest.mark.parametrize(
    ("mode", "raised"), [("full", errors.SmsDown), ("refuse", errors.SmsRefused), ("silent", errors.Uncertain)]
)
def test_each_failure_of_the_centre_has_its_own_error(sms, monkeypatch, mode, raised):
    monkeypatch.setattr("integrations.sms.client.CONNECT_SECONDS", 0.3)
    sms.turn(mode)
    with pytest.raises(raised):
        send(AYSEL, "salam", "m-11")


def test_a_slow_centre_leaves_the_message_uncertain(sms, monkeypatch):
    monkeypatch.setattr("integrations.sms.client.CONNECT_SECONDS", 0.3)
    sms.turn("slow", 1)
    with pytest.raises(errors.Uncertain):
        send(AYSEL, "salam", "m-12")


def test_a_closed_port_means_that_nothing_was_sent(settings):
    settings.SMPP_HOST, settings.SMPP_PORT = "127.0.0.1", 9
    with pytest.raises(errors.SmsDown):
        send(AYSEL, "salam", "m-13")


def test_the_messages_can_be_read_on_a_page(sms):
    send(AYSEL, "<b>&", "m-14")
    assert "&lt;b&gt;&amp;" in requests.get(f"{sms.knob}/", timeout=5).text
