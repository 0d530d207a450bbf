"""Sending short messages through an SMS centre by SMPP, and hearing what became of them."""

import re
import select
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.utils.translation import gettext as _
from smpplib import consts, exceptions, gsm, smpp
from smpplib.client import Client

from integrations.errors import SmsDown, SmsRefused, Uncertain

log = structlog.get_logger(__name__)
CONNECT_SECONDS = 5
ENQUIRE_SECONDS = 20
LOOKS = 5  # a second, whether to stop
NUMBER = re.compile(r"\+?[1-9]\d{7,14}")
MOST_PARTS = 10
# The centre may take the message at another time; every other error means never.
LATER = {consts.SMPP_ESME_RSYSERR, consts.SMPP_ESME_RMSGQFUL, consts.SMPP_ESME_RTHROTTLED}
# A state of the receipt that ends the story: True = delivered. ENROUTE and ACCEPTD are not the end.
ENDS = {"DELIVRD": True, "UNDELIV": False, "EXPIRED": False, "DELETED": False, "REJECTD": False, "UNKNOWN": False}
IS_RECEIPT = 0x04
FIELD = re.compile(r"\b(id|stat|err):(\S+)")
Broken = (exceptions.ConnectionError, exceptions.UnknownCommandError, struct.error, OSError)


@dataclass(frozen=True)
class Sent:
    """The centre took the message: its ids there, one a part; `remote_id` is the first."""

    remote_ids: tuple[str, ...]

    @property
    def remote_id(self) -> str:
        return self.remote_ids[0]


@dataclass(frozen=True)
class Receipt:
    """What became of one part: its id at the centre, whether it reached the phone, and the centre's own word."""

    remote_id: str
    is_delivered: bool
    state: str
    error: str


class Refusing(Exception):
    """The centre answered a part with an error status."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"status {status:#x}")


def send(to: str, text: str, message_id: Any) -> Sent:
    """Hand the text to the SMS centre; raises SmsDown (not sent), SmsRefused (never) or Uncertain (perhaps sent)."""
    if not NUMBER.fullmatch(to):
        raise SmsRefused(_("“%(number)s” is not a phone number that can get an SMS.") % {"number": to})
    parts, coding, kind = gsm.make_parts(text, consts.SMPP_ENCODING_ISO10646)
    if not text.strip() or len(parts) > MOST_PARTS:
        raise SmsRefused(_("The SMS is empty or too long."))
    with bound("transmitter") as line:
        ids: list[str] = []
        try:
            for part in parts:
                ids.append(_submit(line, to, part, coding, kind, message_id))  # noqa: PERF401 (kept when one fails)
        except Refusing as error:
            raise _refusal(error.status, is_begun=bool(ids), number=to) from error
        except Broken as error:
            raise Uncertain(_("The SMS centre took the message and gave no answer.")) from error
    return Sent(tuple(ids))


def _refusal(status: int, *, is_begun: bool, number: str) -> Exception:
    log.warning("SMS centre refused", status=hex(status), is_begun=is_begun)
    if is_begun:
        return Uncertain(_("The SMS centre took only a part of the message."))
    if status in LATER:
        return SmsDown(_("The SMS centre takes no messages now; sending is tried again."))
    return SmsRefused(_("The SMS centre does not accept the number %(number)s.") % {"number": number})


def _submit(line: Any, to: str, part: bytes, coding: int, kind: int, message_id: Any) -> str:
    """One part on the wire and the centre's id for it; the answer is matched by its sequence number."""
    asked = line.send_message(
        source_addr_ton=consts.SMPP_TON_ALNUM,
        source_addr_npi=consts.SMPP_NPI_UNK,
        source_addr=settings.SMS_SENDER,
        dest_addr_ton=consts.SMPP_TON_INTL,
        dest_addr_npi=consts.SMPP_NPI_ISDN,
        destination_addr=to.removeprefix("+"),
        short_message=part,
        data_coding=coding,
        esm_class=kind,
        registered_delivery=1,
        user_message_reference=zlib.crc32(str(message_id).encode()) & 0xFFFF,
    )
    while True:
        answer = line.read_pdu()
        if answer.command == "enquire_link":
            line._enquire_link_received(answer)
        elif answer.sequence == asked.sequence:
            break
    if answer.is_error():
        raise Refusing(int(answer.status))
    found: bytes = answer.message_id
    return found.decode("ascii", "replace").rstrip("\0")


@contextmanager
def bound(mode: str) -> Iterator[Any]:
    """A bound session; SmsDown if there is none to be had. It is unbound at the end, whatever happened."""
    line = Client(settings.SMPP_HOST, settings.SMPP_PORT, timeout=CONNECT_SECONDS, allow_unknown_opt_params=True)
    line.logger.disabled = True
    try:
        line.connect()
        getattr(line, f"bind_{mode}")(system_id=settings.SMPP_USER, password=settings.SMPP_PASSWORD)
    except (*Broken, exceptions.PDUError) as error:
        line.disconnect()
        log.warning("SMS centre does not answer", error=type(error).__name__)
        raise SmsDown(_("The SMS centre does not answer; sending is tried again.")) from error
    try:
        yield line
    finally:
        close(line)


def close(line: Any) -> None:
    """Unbind and hang up; a line that is already dead needs no goodbye."""
    try:
        line.unbind()
    except (*Broken, exceptions.PDUError) as error:
        log.debug("line was dead at unbind", error=type(error).__name__)
    line.disconnect()


def listen(handler: Callable[[Receipt], None], stop: threading.Event, *, again_seconds: float = 5) -> None:
    """Receive receipts until `stop` is set, binding anew when the line breaks; for a process of its own.

    A receipt whose handler fails is not acknowledged, and the centre sends it again.
    """
    while not stop.is_set():
        try:
            # A transceiver that sends nothing: what some centres, the demo's too, want of a receiver of receipts.
            with bound("transceiver") as line:
                line.set_message_received_handler(lambda pdu: _heard(handler, pdu))
                _hear(line, stop)
        except (SmsDown, *Broken, exceptions.PDUError) as error:
            log.warning("no line for receipts", error=type(error).__name__)
            stop.wait(again_seconds)


def _hear(line: Any, stop: threading.Event) -> None:
    """Act on what comes; a silent centre is asked whether it lives, and left when it does not say."""
    silent = 0
    while not stop.is_set():
        if select.select([line._socket], [], [], 1 / LOOKS)[0]:
            _act(line, line.read_pdu())
            silent = 0
            continue
        silent += 1
        if silent > 3 * ENQUIRE_SECONDS * LOOKS:
            raise exceptions.ConnectionError("silent line")
        if silent % (ENQUIRE_SECONDS * LOOKS) == 0:
            line.send_pdu(smpp.make_pdu("enquire_link", client=line))


def _act(line: Any, pdu: Any) -> None:
    """What the centre says, answered."""
    if pdu.command == "deliver_sm":
        line._message_received(pdu)
    elif pdu.command == "enquire_link":
        line._enquire_link_received(pdu)
    elif pdu.command == "unbind":
        goodbye = smpp.make_pdu("unbind_resp", client=line)
        goodbye.sequence = pdu.sequence
        line.send_pdu(goodbye)
        raise exceptions.ConnectionError("unbound by the centre")


def _heard(handler: Callable[[Receipt], None], pdu: Any) -> int:
    """Hand a receipt on; the status that the centre gets back."""
    receipt = receipt_of(pdu)
    if receipt is not None:
        try:
            handler(receipt)
        except Exception:
            log.exception("receipt not handled", remote_id=receipt.remote_id)
            return int(consts.SMPP_ESME_RX_T_APPN)
    return int(consts.SMPP_ESME_ROK)


def receipt_of(pdu: Any) -> Receipt | None:
    """The receipt that the message is; None for anything else and for a state that is not the end."""
    if pdu.command != "deliver_sm" or not pdu.esm_class & IS_RECEIPT:
        return None
    told = dict(FIELD.findall((pdu.short_message or b"").decode("latin-1")))
    remote_id = (getattr(pdu, "receipted_message_id", None) or b"").decode("ascii", "replace").rstrip("\0")
    state = told.get("stat", "")
    if state not in ENDS:
        return None
    return Receipt(remote_id or told.get("id", ""), ENDS[state], state, told.get("err", ""))
