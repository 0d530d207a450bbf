"""The SMS centre of the demo: real SMPP 3.4; messages are kept as JSON lines, receipts are sent for each.

`POST /control {"mode": …}` on the control port: ok; slow (waits `seconds` before it takes a message); down (the port
is closed); silent (takes the message and never says so); full (queue full, come again); refuse (wrong number).
`GET /messages.json` lists what was received, newest first; `GET /` shows it. A number that ends in 00 gets UNDELIV.
"""

import argparse
import asyncio
import contextlib
import datetime as dt
import json
import logging
import os
import signal
import sys
from collections import deque
from html import escape
from pathlib import Path
from typing import Any, ClassVar

import smpp34 as _smpp34

from integrations import simulation
from integrations.simulation import Gate, Knob, Page, Server

# Its stubs lack the constants.
smpp34: Any = _smpp34
log = logging.getLogger("sms")
UCS2, UDH, RECEIPT_WANTED, IS_RECEIPT = 0x08, 0x40, 0x01, 0x04
RECEIPT_SECONDS = 0.1
RETRY_SECONDS = 0.3
LOOK_SECONDS = 0.1
Receipt = dict[str, Any]


class Centre:
    """Takes messages, joins their parts, writes them down, and owes a receipt for each part."""

    def __init__(self, port: int, state: Path, system_id: str) -> None:
        self.port, self.system_id = port, system_id
        self.book = state / "messages.jsonl"
        self.gate = Gate()
        self.knob = Knob("slow", "down", "silent", "full", "refuse", turned=self.gate.follow)
        self.sessions: dict[str, Any] = {}
        self.parts: dict[tuple[str, str, int], dict[int, str]] = {}
        self.owed: deque[Receipt] = deque()
        self.held: list[Any] = []
        self.count = sum(1 for _ in self.book.open()) if self.book.exists() else 0
        self.tasks: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Be a server while the mode is not "down", and none while it is."""
        server = await self.opened()
        waiting = asyncio.ensure_future(server.next())
        while True:
            done, _pending = await asyncio.wait({waiting}, timeout=LOOK_SECONDS)
            if self.knob.mode == "down":
                await self.closed(server)
                await asyncio.gather(waiting, return_exceptions=True)
                server = await self.opened()
                waiting = asyncio.ensure_future(server.next())
            elif done:
                self.spawn(self.take(waiting.result()))
                waiting = asyncio.ensure_future(server.next())

    def spawn(self, work: Any) -> None:
        """Do it beside the rest; a strong reference keeps it alive."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def opened(self) -> Any:
        """A server on the port."""
        while True:
            server = smpp34.Server(host="127.0.0.1", port=self.port, system_id="SMSC")
            try:
                await server.start()
            except smpp34.SmppError:
                log.exception("the port %s cannot be opened", self.port)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                self.gate.set(True)
                return server

    async def closed(self, server: Any) -> None:
        """Be down until told otherwise."""
        for session in list(self.sessions.values()):
            with contextlib.suppress(smpp34.SmppError, TimeoutError):
                await asyncio.wait_for(session.unbind(), 0.2)
        self.sessions.clear()
        await server.stop()
        self.gate.set(False)
        while self.knob.mode == "down":
            await asyncio.sleep(LOOK_SECONDS)

    async def take(self, event: Any) -> None:
        """One event of the protocol."""
        if isinstance(event, smpp34.Esme):
            if event.system_id == self.system_id:
                self.sessions[event.session_id] = event
            else:
                await event.unbind()
        elif isinstance(event, smpp34.Unbound):
            self.sessions.pop(event.session_id, None)
        elif event.session_id in self.sessions:
            await self.submit(event)
        else:
            event.reject(smpp34.ESME_RSYSERR)

    async def submit(self, event: Any) -> None:
        """One part of a message, answered as the mode wants it."""
        mode = self.knob.mode
        if mode == "slow":
            await asyncio.sleep(self.knob.seconds)
        if mode == "full":
            event.reject(smpp34.ESME_RMSGQFUL)
            return
        if mode == "refuse" or not event.destination_addr.isdigit():
            event.reject(smpp34.ESME_RINVDSTADR)
            return
        self.count += 1
        number = f"{self.count:08x}"
        self.keep(event, number)
        if event.registered_delivery & RECEIPT_WANTED:
            self.spawn(self.owe(event, number))
        if mode == "silent":
            self.held.append(event)
        else:
            event.accept(message_id=number)

    def keep(self, event: Any, number: str) -> None:
        """Write the part down; the last part completes the text."""
        text, total, place, mark = decoded(event)
        key = (event.source_addr, event.destination_addr, mark)
        known = self.parts.setdefault(key, {}) if total > 1 else {}
        known[place] = text
        is_whole = len(known) == total
        line = {
            "id": number,
            "at": now().isoformat(),
            "from": event.source_addr,
            "to": event.destination_addr,
            "part": place,
            "parts": total,
            "text": "".join(known[n] for n in sorted(known)) if is_whole else None,
        }
        with self.book.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        if is_whole:
            self.parts.pop(key, None)

    async def owe(self, event: Any, number: str) -> None:
        """A receipt is due a little later."""
        await asyncio.sleep(RECEIPT_SECONDS)
        self.owed.append(receipt(event, number))

    async def pay(self) -> None:
        """Send the receipts that are due to whoever is bound to receive; what is not taken stays due."""
        while True:
            bound = [session for session in self.sessions.values() if session.can_receive]
            if self.owed and bound and self.knob.mode != "down":
                if not await handed(bound[0], self.owed[0]):
                    await asyncio.sleep(RETRY_SECONDS)
                    self.owed.rotate(-1)
                else:
                    self.owed.popleft()
            else:
                await asyncio.sleep(LOOK_SECONDS)


async def handed(session: Any, due: Receipt) -> bool:
    """Whether the other side took the receipt."""
    try:
        answer = await session.deliver_sm(**due)
    except smpp34.SmppError:
        return False
    return bool(answer.is_success)


def now() -> dt.datetime:
    """The time of this process."""
    return dt.datetime.now(dt.UTC)  # clock: own process


def decoded(event: Any) -> tuple[str, int, int, int]:
    """Text, number of parts, place among them, mark of the whole."""
    body: bytes = event.short_message
    total, place, mark = 1, 1, 0
    if event.esm_class & UDH and body[:3] == b"\x05\x00\x03":
        mark, total, place = body[3], body[4], body[5]
        body = body[6:]
    return body.decode("utf-16-be" if event.data_coding == UCS2 else "latin-1", "replace"), total, place, mark


def receipt(event: Any, number: str) -> Receipt:
    """A delivery receipt in the text form of the SMPP specification, appendix B."""
    state, error, code = ("UNDELIV", "001", 5) if event.destination_addr.endswith("00") else ("DELIVRD", "000", 2)
    moment = f"{now():%y%m%d%H%M}"
    text = (
        f"id:{number} sub:001 dlvrd:{'001' if code == 2 else '000'} submit date:{moment} done date:{moment} "
        f"stat:{state} err:{error} text:"
    )
    return {
        "destination_addr": event.source_addr,
        "source_addr": event.destination_addr,
        "esm_class": IS_RECEIPT,
        "short_message": text.encode(),
        "tlvs": [
            smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, number.encode() + b"\0"),
            smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, bytes([code])),
        ],
    }


class Desk(Page):
    """The control port: also shows what was received."""

    book: ClassVar[Path]

    def own(self, method: str) -> None:
        if (method, self.address.path) == ("GET", "/messages.json"):
            return self.answer_json(self.messages())
        if (method, self.address.path) == ("GET", "/"):
            return self.answer(self.shown(), "text/html; charset=utf-8")
        return self.answer("not found", "text/plain", 404)

    def messages(self) -> list[dict[str, Any]]:
        """Whole messages, newest first."""
        lines = self.book.read_text(encoding="utf-8").splitlines() if self.book.exists() else []
        return [line for line in map(json.loads, reversed(lines)) if line["text"] is not None]

    def shown(self) -> str:
        """The messages as a page."""
        language = self.query.get("language", "")
        _ = simulation.words(language)
        rows = "".join(
            f'<tr><td class="code">{escape(line["to"])}</td><td>{escape(line["text"])}</td></tr>'
            for line in self.messages()[:100]
        )
        title, to, text, nothing = _("SMS sent in the demo"), _("Recipient"), _("Text"), _("Nothing was sent yet.")
        table = (
            f'<table><thead><tr><th scope="col">{to}</th><th scope="col">{text}</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )
        body = f'<p class="mark">SMS</p><h1>{title}</h1>{table if rows else f"<p>{nothing}</p>"}'
        return simulation.page(title, body, language)


async def served(centre: Centre, port: int) -> None:
    """The protocol and the receipts until SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    centre.spawn(centre.serve())
    centre.spawn(centre.pay())
    while not centre.gate.opened.is_set():
        await asyncio.sleep(0.01)
    simulation.say_ready(f"smpp://127.0.0.1:{centre.port}", f"http://127.0.0.1:{port}/")
    await stop.wait()


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--control-port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--system-id", default="courtcms")
    given = parser.parse_args()
    given.state.mkdir(parents=True, exist_ok=True)
    centre = Centre(given.port, given.state, given.system_id)
    Desk.knob, Desk.book = centre.knob, centre.book
    simulation.start(Server(given.control_port, Desk))
    asyncio.run(served(centre, given.control_port))
    sys.stdout.flush()
    # The protocol's own thread may be at work yet, and takes down a Python that clears itself away.
    os._exit(0)


if __name__ == "__main__":
    main()
