"""The events of law: each app declares its own, and nothing undeclared enters the journal."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise

DECLARED: dict[str, "Event"] = {}
_CODE = re.compile(r"[a-z_]+\.[a-z_]+")


class UndeclaredEvent(ValueError):
    """The event is declared by no app, so that nobody could read its entry."""


@dataclass(frozen=True)
class Event:
    """Something that means something in law: its code, its title on the timeline, and an icon."""

    code: str
    title: str | Promise
    icon: str = "circle"

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"the code of an event is app.verb, not {self.code!r}")
        known = DECLARED.setdefault(self.code, self)
        if known.title != self.title:
            raise ValueError(f"the event {self.code} is declared twice")


def declared(event: Event) -> Event:
    """The event itself, or UndeclaredEvent when no app declares it."""
    if DECLARED.get(getattr(event, "code", "")) != event:
        raise UndeclaredEvent(f"no app declares the event {event!r}")
    return event


def title_of(code: str) -> str:
    """What the timeline calls the event; its code when the app that declared it is gone."""
    return str(DECLARED[code].title) if code in DECLARED else code


def icon_of(code: str) -> str:
    """The icon of the event on the timeline."""
    return DECLARED[code].icon if code in DECLARED else "circle"
