"""What the national journal keeps of sign-ins: who, how and from where; never what was typed."""

from typing import Any

from django.db import transaction

from accounts import events
from accounts.models import StrangerAttempt, User
from journal.actions import record
from journal.actors import job
from journal.registry import Event

DOOR = job("sign-in")


@transaction.atomic
def signed_in(user: User, *, ways: list[str], address: str) -> None:
    """The person came in, by these ways (password, second factor, ASAN login)."""
    record(events.SIGNED_IN, on=user, by=user, ways=ways, address=address)


@transaction.atomic
def sign_in_failed(username: str, *, reason: str, address: str, locks: bool = False) -> None:
    """Somebody did not come in under this name; `locks` when this was the failure that locks the door."""
    user = User.objects.filter(username=username).first()
    subject: Any = user or StrangerAttempt.objects.create(username=username[:150], address=address[:60])
    record(events.SIGN_IN_FAILED, on=subject, by=DOOR, reason=reason, address=address)
    if locks:
        record(events.LOCKED_OUT, on=subject, by=DOOR, address=address)


@transaction.atomic
def note(event: Event, user: User, *, by: User | None = None, **data: Any) -> None:
    """Something happened to the person's own means of entry: a password, a second factor, a session."""
    record(event, on=user, by=by or user, **data)
