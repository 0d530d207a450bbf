"""Who acts: a person of the house, or a named actor, which is the law or a job of the system."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _


class Acting(Protocol):
    """Anybody or anything that an entry can name as its author."""

    @property
    def actor_id(self) -> int | None: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def actor_posting(self) -> str: ...


@dataclass(frozen=True)
class Actor:
    """A named actor without an account."""

    actor_name: str
    actor_posting: str = ""
    actor_id: int | None = None


LAW = Actor("law")
_JOB = "job:"


# What people call the jobs; each says its own words where it is named.
_WORDS: dict[str, Any] = {}


def job(name: str, words: Any = "") -> Actor:
    """The system's job of this name as an actor; the words are lazily translated."""
    if words:
        _WORDS[name] = words
    return Actor(_JOB + name)


def spoken(actor_name: str) -> str:
    """The actor's name for people: the law and jobs in words, persons as they are."""
    if actor_name == LAW.actor_name:
        return _("By force of law")
    if actor_name.startswith(_JOB):
        name = actor_name.removeprefix(_JOB)
        return _("The system (%(job)s)") % {"job": _WORDS.get(name, name)}
    return actor_name
