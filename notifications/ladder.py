"""By which channels a person is told, and in what words (EM-9.2.13, 9.2.14, 9.2.16)."""

import datetime as dt
from dataclasses import dataclass

from notifications.models import Channel

# Two parts of UCS-2, which our letters ask for.
SMS_LIMIT = 134
ATTEMPTS = 6
WAITS = (1, 5, 15, 60, 240)  # minutes before the next attempt


@dataclass(frozen=True)
class Recipient:
    """A person to be told; `key` is how the higher app knows the person, as `participation:12`."""

    name: str
    key: str
    fin: str = ""
    voen: str = ""
    email: str = ""
    phone: str = ""
    has_cabinet: bool = False
    language: str = "az"


def channels(recipient: Recipient, *, has_paper: bool) -> list[tuple[Channel, str]]:
    """Every channel with its address: the cabinet of who is known by number, mail and SMS besides; else on paper."""
    found: list[tuple[Channel, str]] = []
    in_cabinet = bool(recipient.has_cabinet or recipient.fin or recipient.voen)
    if in_cabinet:
        found.append((Channel.CABINET, recipient.fin or recipient.voen))
    if recipient.email:
        found.append((Channel.EMAIL, recipient.email))
    if recipient.phone:
        found.append((Channel.SMS, recipient.phone))
    if not found or (has_paper and not in_cabinet):
        found.append((Channel.PRINT, ""))
    return found


def shortened(text: str, rest: str, limit: int = SMS_LIMIT) -> str:
    """The text and the rest in one SMS; of the text as much is cut as does not fit, the rest stays whole."""
    room = limit - len(rest) - 1
    fitting = text if len(text) <= room else f"{text[: max(room - 1, 0)].rstrip()}…"
    return f"{fitting} {rest}".strip()


def wait_after(attempts: int) -> dt.timedelta | None:
    """How long until the next attempt; none is left after the sixth."""
    if attempts >= ATTEMPTS:
        return None
    return dt.timedelta(minutes=WAITS[min(attempts, len(WAITS)) - 1])
