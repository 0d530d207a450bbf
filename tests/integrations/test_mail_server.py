"""Mail by real SMTP: what the server takes, what it refuses, and the page on which the demo's mail is read."""

import pytest
import requests

from integrations import errors
from integrations.mail.client import Attachment, header_of, send

AYSEL = "aysel.rehimli@mail.example"


def received(mail):
    return requests.get(f"{mail.knob}/messages.json", timeout=5).json()


@pytest.mark.requirement("EM-6.1.15")
def test_a_mail_arrives_with_its_letters_its_files_and_its_id(mail):
    files = [Attachment("çağırış.pdf", b"%PDF-1.7\x00\xff", "application/pdf")]
    send(AYSEL, "Məhkəməyə çağırış", "Hörmətli Aysel xanım,\niclas sabahdır.", files, message_id="0f1e")
    newest = received(mail)[0]
    assert (newest["to"], newest["subject"]) == ([AYSEL], "Məhkəməyə çağırış")
    assert newest["text"].splitlines() == ["Hörmətli Aysel xanım,", "iclas sabahdır."]
    assert newest["message_id"] == header_of("0f1e")
    assert newest["attachments"] == [{"name": "çağırış.pdf", "media_type": "application/pdf", "size": 10}]


def test_the_newest_mail_stands_first(mail):
    for subject in ("birinci", "ikinci"):
        send(AYSEL, subject, "mətn", message_id=subject)
    assert [one["subject"] for one in received(mail)[:2]] == ["ikinci", "birinci"]


def test_a_person_reads_the_mail_on_a_page_and_opens_its_file(mail):
    files = [Attachment("akt.html", b"<script>alert(1)</script>", "text/html")]
    send(AYSEL, "<b>Akt</b>", "<script>alert(2)</script>", files, message_id="1a")
    name = received(mail)[0]["id"]
    page = requests.get(f"{mail.knob}/{name}/", timeout=5)
    assert "<script>" not in page.text
    assert "&lt;b&gt;Akt&lt;/b&gt;" in page.text
    assert "&lt;b&gt;Akt&lt;/b&gt;" in requests.get(f"{mail.knob}/", timeout=5).text
    file = requests.get(f"{mail.knob}/{name}/0/", timeout=5)
    assert file.content == b"<script>alert(1)</script>"
    assert (file.headers["Content-Type"], file.headers["Content-Disposition"]) == (
        "application/octet-stream",
        "attachment",
    )


@pytest.mark.parametrize("path", ["missing/", "..%2f..%2fsecret/", "%2e%2e/", "1/2/3/"])
def test_an_unknown_mail_is_not_found(mail, path):
    assert requests.get(f"{mail.knob}/{path}", timeout=5).status_code == 404


def test_an_unknown_mailbox_is_refused_for_good(mail):
    before = received(mail)
    with pytest.raises(errors.MailRefused) as refusal:
        send("nergiz.qasimova@bounce.example", "mövzu", "mətn", message_id="2b")
    assert "nergiz.qasimova@bounce.example" in refusal.value.message
    assert received(mail) == before


@pytest.mark.parametrize("address", ["", "aysel", "aysel@", "aysel@mail.example\nBcc: x@y.example", "a b@c.example"])
def test_what_is_not_an_address_never_reaches_the_wire(mail, address):
    before = received(mail)
    with pytest.raises(errors.MailRefused):
        send(address, "mövzu", "mətn", message_id="3c")
    assert received(mail) == before


def test_a_subject_cannot_add_a_header(mail):
    send(AYSEL, "mövzu\r\nBcc: x@bounce.example", "mətn", message_id="4d")
    assert received(mail)[0]["subject"] == "mövzu Bcc: x@bounce.example"


@pytest.mark.parametrize(
    ("mode", "raised"), [("full", errors.MailDown), ("silent", errors.Uncertain), ("slow", errors.Uncertain)]
)
def test_each_failure_of_the_server_has_its_own_error(mail, settings, mode, raised):
    patience, settings.EMAIL_TIMEOUT = settings.EMAIL_TIMEOUT, 0.3
    mail.turn(mode, 3)
    with pytest.raises(raised):
        send(AYSEL, "mövzu", "mətn", message_id="5e")
    mail.turn("ok")
    settings.EMAIL_TIMEOUT = patience
    send(AYSEL, "mövzu", "mətn", message_id="5e")


def test_a_dead_mail_server_is_said_in_words(mail):
    mail.turn("down")
    with pytest.raises(errors.MailDown) as failure:
        send(AYSEL, "mövzu", "mətn", message_id="6f")
    assert failure.value.message
