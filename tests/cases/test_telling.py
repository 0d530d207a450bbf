"""Rights in the channel of mail: a letter tells its reader nothing of the others that a field right guards."""

import pytest

from cases.telling import tell
from journal.actors import job
from notifications.models import Delivery
from parties.models import Party

pytestmark = pytest.mark.django_db


def of(party):
    """What field rights guard of the person, as a clerk would type it."""
    return {party.fin, party.id_card, party.actual_address, party.phone, party.email}


@pytest.fixture
def told(case, claimant, defendant):
    """A claimant who is told, in a clerk's own words, everything about everybody."""
    Party.objects.filter(pk=defendant.party_id).update(id_card="AZE15553322", registered_address="Gəncə, Atatürk 7")
    Party.objects.filter(pk=claimant.party_id).update(id_card="AA1234567")
    claimant.party.refresh_from_db()
    defendant.party.refresh_from_db()
    words = "; ".join(sorted(of(claimant.party) | of(defendant.party))) + "; +994 (55) 222-33-44; Bakı"
    subject = f"İclas: {defendant.party.fin}"
    return tell(claimant, subject=subject, text=words, document=None, purpose="note", by=job("a test"))


@pytest.mark.requirement("BP-M15")
def test_a_letter_holds_no_guarded_value_of_another_participant(told, claimant, defendant):
    assert {one.channel for one in told} >= {"email", "sms"}
    rows = [f"{row.subject} {row.text}" for row in Delivery.objects.filter(pk__in=[one.pk for one in told])]
    assert not [value for value in of(defendant.party) for row in rows if value in row]
    assert not [row for row in rows if "222-33-44" in row]
    letter = next(one.text for one in told if one.channel == "email")
    assert all(value in letter for value in of(claimant.party)) and "Bakı" in letter
