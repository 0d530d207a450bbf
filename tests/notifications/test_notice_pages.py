from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from accounts.models import Dossier, Posting, Role, User
from core import clock
from notifications.models import Delivery, State

pytestmark = pytest.mark.django_db
In = Callable[[User], Client]
Tell = Callable[..., list[Delivery]]


def test_the_list_shows_the_notices_of_the_court_and_filters_them(as_user: In, tell: Tell, clerk: User) -> None:
    tell(document=7, fin="5XK2T7P", email="a@mail.example", name="Aysel Rəhimli")
    Delivery.objects.filter(channel="email").update(state=State.FAILED, error="server refused")
    page = as_user(clerk).get("/notices/").content.decode()
    assert page.count("Aysel Rəhimli") == 2
    failed = as_user(clerk).get("/notices/", {"state": "failed"}).content.decode()
    assert failed.count("Aysel Rəhimli") == 1 and "server refused" in failed
    assert "Aysel" not in as_user(clerk).get("/notices/", {"channel": "sms"}).content.decode()


def test_notices_of_another_court_do_not_exist_for_a_clerk(as_user: In, tell: Tell, murad: User) -> None:
    (delivery,) = tell(email="a@mail.example", purpose="note", name="Aysel Rəhimli")
    assert "Aysel" not in as_user(murad).get("/notices/").content.decode()
    assert as_user(murad).get(f"/notices/{delivery.pk}/").status_code == 404
    for act in ("retry", "confirm", "hand-over"):
        assert as_user(murad).post(f"/notices/{delivery.pk}/{act}/").status_code == 404


def test_a_sealed_dossier_shows_no_notices_outside_its_team(
    as_user: In, tell: Tell, dossier: Dossier, clerk: User
) -> None:
    tell(email="a@mail.example", purpose="note", name="Aysel Rəhimli")
    Dossier.objects.filter(pk=dossier.pk).update(is_sealed=True)
    assert "Aysel" not in as_user(clerk).get("/notices/").content.decode()


def test_an_address_is_shown_to_who_may_see_it_alone(
    as_user: In, tell: Tell, clerk: User, without: Callable[[str, str], Role]
) -> None:
    (delivery,) = tell(phone="+994501112233", purpose="note")
    assert "+994501112233" in as_user(clerk).get(f"/notices/{delivery.pk}/").content.decode()
    Posting.objects.filter(user=clerk).update(role=without("clerk", "notifications.address"))
    for door in ("/notices/", f"/notices/{delivery.pk}/"):
        assert "+994501112233" not in as_user(clerk).get(door).content.decode()


def test_the_address_of_a_cabinet_is_a_fin_and_is_not_told(as_user: In, tell: Tell, clerk: User) -> None:
    (delivery,) = tell(document=7, fin="5XK2T7P", purpose="note")
    assert "5XK2T7P" not in as_user(clerk).get(f"/notices/{delivery.pk}/").content.decode()


def test_a_failed_notice_is_sent_again_from_its_page(as_user: In, tell: Tell, clerk: User) -> None:
    (delivery,) = tell(email="a@mail.example", purpose="note")
    door = as_user(clerk)
    assert door.post(f"/notices/{delivery.pk}/retry/").status_code == 422
    Delivery.objects.filter(pk=delivery.pk).update(state=State.FAILED, attempts=6, error="server refused")
    assert f"/notices/{delivery.pk}/retry/" in door.get(f"/notices/{delivery.pk}/").content.decode()
    door.post(f"/notices/{delivery.pk}/retry/")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == (State.PENDING, 0, "")


def test_who_may_not_send_again_gets_no_button_and_no_way(
    as_user: In, tell: Tell, clerk: User, without: Callable[[str, str], Role]
) -> None:
    (delivery,) = tell(email="a@mail.example", purpose="note")
    Delivery.objects.filter(pk=delivery.pk).update(state=State.FAILED)
    Posting.objects.filter(user=clerk).update(role=without("clerk", "notifications.retry"))
    door = as_user(clerk)
    assert "/retry/" not in door.get(f"/notices/{delivery.pk}/").content.decode()
    assert door.post(f"/notices/{delivery.pk}/retry/").status_code == 403


@pytest.mark.requirement("BP-M07")
def test_a_paper_handed_over_against_a_signature_is_delivered_on_that_day(as_user: In, tell: Tell, clerk: User) -> None:
    (delivery,) = tell(document=7)
    door = as_user(clerk)
    assert door.post(f"/notices/{delivery.pk}/hand-over/", {"on": "soon"}).status_code == 422
    assert door.post(f"/notices/{delivery.pk}/hand-over/", {"on": "01.01.2099"}).status_code == 422
    door.post(f"/notices/{delivery.pk}/hand-over/", {"on": clock.today().isoformat()})
    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED and delivery.delivered_at is not None
    assert clock.local(delivery.delivered_at).date() == clock.today()


def test_the_list_costs_the_same_for_one_notice_and_for_many(
    as_user: In, tell: Tell, clerk: User, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    door = as_user(clerk)
    tell(email="a@mail.example", purpose="note")
    door.get("/notices/")
    with count_queries() as one:
        door.get("/notices/")
    for at in range(9):
        tell(email=f"a{at}@mail.example", purpose="note")
    with count_queries() as many:
        door.get("/notices/")
    assert len(one) == len(many)
