from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Posting, Role, User
from reference.models import Body
from staff.appointing import enrol
from staff.models import Appointment, Member, Post
from tests.people import LONG_AGO


@pytest.fixture
def line(court: Body) -> Callable[..., Post]:
    """Makes a line of the staffing table of Yasamal: `line("clerk", 2)`."""

    def make(title: str, places: int = 2, *, body: Body | None = None, role: str | None = "same", **more: Any) -> Post:
        held = Role.objects.get(code=title if role == "same" else role) if role else None
        return Post.objects.create(body=body or court, title=title, places=places, role=held, **more)

    return make


@pytest.fixture
def serving(line: Callable[..., Post]) -> Callable[..., Member]:
    """Makes the card of a person who has a posting, with the post that goes with it."""

    def make(person: User, title: str = "clerk", post: Post | None = None) -> Member:
        posting = Posting.objects.filter(user=person).first()
        assert posting is not None
        member = enrol(person, posting.body, by=person)
        held = post or Post.objects.filter(body=posting.body, title=title).first()
        held = held or line(title, 3, body=posting.body)
        Appointment.objects.create(member=member, post=held, from_on=LONG_AGO, posting=posting)
        return member

    return make
