"""What leaves the court by e-mail: that there is a paper and where to read it, and nothing that a right guards."""

import pytest
from django.core import mail

from accounts.models import User
from cases.models import Case
from core.clock import now
from decisions.actions import draft_act, save_draft, sign_act
from hearings import booking
from hearings.models import Kind
from journal import deliveries
from notifications import sending
from notifications.models import Channel, Delivery
from reference.models import ActKind, Body, Room
from staff.models import Judge
from tests.decisions.conftest import TEXT, accepted, authority, hear, home
from tests.hearings.test_booking import at

__all__ = ["accepted", "authority", "home"]
# Of both parties: what `parties.fin` and `parties.contacts` guard.
GUARDED = ["5XK2T7P", "2MV8C4R", "Nizami küçəsi", "Füzuli küçəsi", "994501112233", "994552223344"]
NAMES = ["Rəhimli", "Aysel", "Əsgərov", "Vüqar", "7 240", "7240"]


@pytest.mark.requirement("BP-M07")
def test_no_letter_of_a_case_carries_what_a_right_guards_nor_what_it_is_about(
    accepted: Case, court: Body, judge: User, judgeship: Judge
) -> None:
    room, _new = Room.objects.get_or_create(body=court, name="Zal 3")
    booking.set_hearing(accepted, room=room, by=judge, starts_at=at(10), minutes=60, kind=Kind.PREPARATORY)
    deliveries.drain()
    accepted.refresh_from_db()
    hear(accepted, court, judgeship)
    accepted.refresh_from_db()
    act = draft_act(accepted, act_kind=ActKind.objects.get(code="qetname"), by=judge)
    sign_act(act := save_draft(act, seen=act.version, by=judge, **TEXT), seen=act.version, by=judge)
    deliveries.drain()
    Delivery.objects.exclude(channel=Channel.EMAIL).update(state="delivered", delivered_at=now())
    sending.drain()
    assert {"aysel.rehimli@mail.example", "vuqar.esgerov@mail.example"} == {one for m in mail.outbox for one in m.to}
    assert len(mail.outbox) >= 4
    for letter in mail.outbox:
        told = " ".join([str(letter.message()), letter.subject, letter.body])
        whole = told.replace("\N{NO-BREAK SPACE}", " ")
        assert not [word for word in GUARDED + NAMES if word in whole], letter.subject
        assert "/cabinet/" in letter.body or "iş həll edilib" in letter.body
        assert letter.attachments == []
