"""The mail server of the demo: takes every mail, keeps it as a file, and shows it on a page of its own.

Mail to bounce.example is refused with 550. `POST /control {"mode": …}` on the web port: ok; slow (waits `seconds`
before it takes a mail); down (the port is closed); full (452, come again); silent (takes a mail and hangs up).
"""

import argparse
import asyncio
import datetime as dt
import re
import signal
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from aiosmtpd.smtp import SMTP

from integrations import simulation
from integrations.simulation import Gate, Knob, Page, Server

REFUSED_DOMAIN = "@bounce.example"
NAME = re.compile(r"[0-9TZ]+-\d+")
BAKU = ZoneInfo("Asia/Baku")
MODES = ("slow", "down", "full", "silent")


class Box:
    """The mails as files, one each, in the order of their arrival."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self.count = len(list(folder.glob("*.eml")))

    def keep(self, content: bytes) -> None:
        """Store one mail whole."""
        self.count += 1
        moment = dt.datetime.now(dt.UTC)  # clock: own process
        path = self.folder / f"{moment:%Y%m%dT%H%M%S%fZ}-{self.count}.eml"
        fresh = path.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.replace(path)

    def names(self) -> list[str]:
        """All mails, newest first."""
        return sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)

    def mail(self, name: str) -> EmailMessage | None:
        """One mail by its name."""
        path = self.folder / f"{name}.eml"
        if not NAME.fullmatch(name) or not path.exists():
            return None
        return message_from_bytes(path.read_bytes(), policy=policy.default)


class Sink:
    """What the SMTP server does with a mail, by the mode."""

    def __init__(self, box: Box) -> None:
        self.box, self.gate = box, Gate()
        self.knob = Knob(*MODES, turned=self.gate.follow)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.lower().endswith(REFUSED_DOMAIN):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.knob.mode == "full":
            return "452 4.3.1 Mailbox is full, come again"
        if self.knob.mode == "slow":
            await asyncio.sleep(self.knob.seconds)
        recipients = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos).encode()
        self.box.keep(recipients + envelope.content)
        if self.knob.mode == "silent":
            server.transport.abort()
        return "250 OK"


class Reading(Page):
    """The page on which a person of the demo reads the mail."""

    box: ClassVar[Box]

    def own(self, method: str) -> None:
        self.language = self.query.get("language", "")
        parts = [part for part in self.address.path.split("/") if part]
        if self.address.path == "/":
            return self.answer(listed(self.box, self.language), "text/html; charset=utf-8")
        if parts == ["messages.json"]:
            return self.answer_json([described(self.box, name) for name in self.box.names()])
        mail = self.box.mail(parts[0]) if parts else None
        if mail is None:
            return self.answer("not found", "text/plain", 404)
        if len(parts) == 1:
            return self.answer(shown(parts[0], mail, self.language), "text/html; charset=utf-8")
        return self.attachment(mail, parts[1])

    def attachment(self, mail: EmailMessage, place: str) -> None:
        """One attached file, always as a download."""
        files = list(mail.iter_attachments())
        if not place.isdigit() or int(place) >= len(files):
            return self.answer("not found", "text/plain", 404)
        headers = simulation.SECURE | {"Content-Disposition": "attachment"}
        return self.answer(content_of(files[int(place)]), "application/octet-stream", 200, headers)


def content_of(part: Any) -> bytes:
    """The bytes of an attached file."""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def text_of(mail: EmailMessage) -> str:
    """The plain text of the mail."""
    body = mail.get_body(preferencelist=("plain", "html"))
    return str(body.get_content()) if body is not None else ""


def described(box: Box, name: str) -> dict[str, Any]:
    """One mail for tests and scripts."""
    mail = box.mail(name) or EmailMessage()
    return {
        "id": name,
        "to": mail.get_all("X-Envelope-To", []),
        "from": str(mail["From"]),
        "subject": str(mail["Subject"]),
        "message_id": str(mail["Message-ID"]),
        "text": text_of(mail),
        "attachments": [
            {"name": part.get_filename(), "media_type": part.get_content_type(), "size": len(content_of(part))}
            for part in mail.iter_attachments()
        ],
    }


def listed(box: Box, language: str) -> str:
    """The newest hundred mails."""
    _ = simulation.words(language)
    rows = "".join(_row(name, box.mail(name) or EmailMessage(), language) for name in box.names()[:100])
    title, nothing = _("Mail sent in the demo"), _("Nothing was sent yet.")
    head = "".join(f'<th scope="col">{word}</th>' for word in (_("Subject"), _("Recipient")))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    body = f'<p class="mark">SMTP</p><h1>{title}</h1>{table if rows else f"<p>{nothing}</p>"}'
    return simulation.page(title, body, language)


def _row(name: str, mail: EmailMessage, language: str) -> str:
    link = f"/{name}/?language={escape(language)}" if language else f"/{name}/"
    subject = escape(str(mail["Subject"] or "—"))
    to = escape(", ".join(mail.get_all("X-Envelope-To", [])))
    return f'<tr><th scope="row"><a href="{link}">{subject}</a></th><td>{to}</td></tr>'


def shown(name: str, mail: EmailMessage, language: str) -> str:
    """One mail as plain text with links to its files."""
    _ = simulation.words(language)
    files = "".join(
        f'<li><a href="/{name}/{place}/" download="{escape(part.get_filename() or "file")}">'
        f"{escape(part.get_filename() or 'file')}</a></li>"
        for place, part in enumerate(mail.iter_attachments())
    )
    facts = {
        _("Sender"): str(mail["From"]),
        _("Recipient"): ", ".join(mail.get_all("X-Envelope-To", [])),
        _("Sent on"): sent_on(mail),
    }
    rows = "".join(f"<dt>{label}</dt><dd>{escape(value)}</dd>" for label, value in facts.items())
    subject = str(mail["Subject"] or "—")
    attachments, everything = _("Attachments"), _("All mail")
    attached = f"<h2>{attachments}</h2><ul>{files}</ul>" if files else ""
    body = (
        f'<p><a href="/?language={escape(language)}">{everything}</a></p><h1>{escape(subject)}</h1><dl>{rows}</dl>'
        f"<pre>{escape(text_of(mail))}</pre>{attached}"
    )
    return simulation.page(subject, body, language)


def sent_on(mail: EmailMessage) -> str:
    """The date of the mail by the clock on the wall in Bakı."""
    moment = getattr(mail["Date"], "datetime", None)
    return f"{moment.astimezone(BAKU):%d.%m.%Y, %H:%M}" if moment else ""


async def served(port: int, web_port: int, sink: Sink) -> None:
    """The SMTP port until SIGTERM; closed while the mode is "down"."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await opened(port, sink)
    simulation.say_ready(f"smtp://127.0.0.1:{port}", f"http://127.0.0.1:{web_port}/")
    while not stop.is_set():
        is_down = sink.knob.mode == "down"
        if is_down and server.is_serving():
            server.close()
            sink.gate.set(False)
        elif not is_down and not server.is_serving():
            server = await opened(port, sink)
        try:
            await asyncio.wait_for(stop.wait(), 0.2)
        except TimeoutError:
            continue
    server.close()


async def opened(port: int, sink: Sink) -> asyncio.Server:
    """The listening SMTP port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, hostname="mail.demo", enable_SMTPUTF8=True, data_size_limit=50 * 1024 * 1024),
        "127.0.0.1",
        port,
    )
    sink.gate.set(True)
    return server


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--web-port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True)
    given = parser.parse_args()
    sink = Sink(Box(given.state))
    Reading.box, Reading.knob = sink.box, sink.knob
    simulation.start(Server(given.web_port, Reading))
    asyncio.run(served(given.port, given.web_port, sink))


if __name__ == "__main__":
    main()
