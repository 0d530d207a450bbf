import datetime as dt
from typing import Any

import pytest

from notifications.ladder import SMS_LIMIT, Recipient, channels, shortened, wait_after


def ways(has_paper: bool = True, **known: Any) -> list[str]:
    recipient = Recipient(name="Aysel", key="participation:1", **known)
    return [str(channel) for channel, _address in channels(recipient, has_paper=has_paper)]


@pytest.mark.requirement("EM-9.2.13")
def test_a_registered_participant_gets_the_paper_in_the_cabinet_and_is_told_by_mail_and_sms() -> None:
    assert ways(fin="5XK2T7P", email="a@b.example", phone="+994501112233") == ["cabinet", "email", "sms"]


@pytest.mark.requirement("EM-9.2.16")
def test_an_organisation_known_by_its_voen_gets_the_paper_in_the_cabinet() -> None:
    assert ways(voen="1234567891", email="a@b.example", phone="+994501112233") == ["cabinet", "email", "sms"]


@pytest.mark.requirement("EM-9.2.14")
def test_an_unregistered_participant_is_told_by_sms_and_gets_the_paper_by_hand() -> None:
    assert ways(phone="+994501112233") == ["sms", "print"]
    assert ways(has_paper=False, phone="+994501112233") == ["sms"]


def test_who_cannot_be_reached_otherwise_gets_paper() -> None:
    assert ways() == ways(has_paper=False) == ["print"]


def test_an_sms_never_has_three_parts_and_its_address_stays_whole() -> None:
    url = "https://courts.example/cabinet/"
    for length in (10, 103, 104, 300):
        text = shortened("ə" * length, url)
        assert len(text) <= SMS_LIMIT and text.endswith(f" {url}")
    assert shortened("Qısa.", url) == f"Qısa. {url}"


def test_attempts_wait_longer_each_time_and_end() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 7)]
    assert waits[0] == dt.timedelta(minutes=1) and waits[-1] is None
    known = [wait for wait in waits if wait]
    assert known == sorted(known) and len(known) == 5
