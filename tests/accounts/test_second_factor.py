"""The second factor of court staff: required by a setting, on every door, the administration included."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from journal.models import Entry
from tests.accounts.test_sign_in import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_required")]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def _required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def enrolled(clerk):
    TOTP.activate(clerk, SECRET)
    RecoveryCodes.activate(clerk)
    return clerk


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client, clerk):
    enter(client, "leyla")
    for door in ("/account/", "/desk/", "/cases/", "/account/second-factor/", "/api/v1/cases"):
        response = client.get(door)
        assert response.status_code == 302 and response["Location"].startswith("/account/second-factor/add/"), door


def test_an_administrator_is_stopped_at_the_administration_too(client, administrator):
    enter(client, "gunel")
    assert client.get("/admin/")["Location"].startswith("/account/second-factor/add/")


def test_setting_it_up_opens_the_doors_and_gives_recovery_codes(client, clerk):
    enter(client, "leyla")
    secret = client.get("/account/second-factor/add/").context["form"].secret
    response = client.post("/account/second-factor/add/", {"code": code(secret)})
    assert response["Location"] == "/account/second-factor/codes/"
    assert client.get("/account/").status_code == 200
    assert len(client.get("/account/second-factor/codes/").context["unused_codes"]) == 10
    assert Entry.objects.filter(event="accounts.second_factor_added").count() == 1


def test_the_secret_lies_encrypted(client, clerk):
    enter(client, "leyla")
    secret = client.get("/account/second-factor/add/").context["form"].secret
    client.post("/account/second-factor/add/", {"code": code(secret)})
    assert secret not in str(Authenticator.objects.get(type="totp").data)


@pytest.mark.requirement("BP-M14")
def test_the_password_alone_opens_nothing_to_one_who_is_enrolled(client, enrolled):
    assert enter(client, "leyla")["Location"] == "/sign-in/code/"
    assert "_auth_user_id" not in client.session
    assert client.post("/sign-in/code/", {"code": code()})["Location"] == "/desk/"
    assert client.get("/account/").status_code == 200
    entry = Entry.objects.get(event="accounts.signed_in")
    assert entry.data["ways"] == ["password", "mfa"]


def test_a_wrong_code_is_refused_and_written_down(client, enrolled):
    enter(client, "leyla")
    wrong = f"{(int(code()) + 1) % 1000000:06}"
    assert client.post("/sign-in/code/", {"code": wrong}).status_code == 200
    assert "_auth_user_id" not in client.session
    assert Entry.objects.get(event="accounts.sign_in_failed").data["reason"] == "second_factor"


def test_codes_cannot_be_tried_without_end(client, enrolled):
    enter(client, "leyla")
    for guess in range(6):
        client.post("/sign-in/code/", {"code": f"{guess:06}"})
    client.post("/sign-in/code/", {"code": code()})
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(client, enrolled):
    saved = Authenticator.objects.get(user=enrolled, type="recovery_codes").wrap().get_unused_codes()[0]
    for opened in (True, False):
        client = Client()
        enter(client, "leyla")
        client.post("/sign-in/code/", {"code": saved})
        assert ("_auth_user_id" in client.session) is opened


def test_a_session_from_before_must_show_the_second_factor(as_user, enrolled):
    client = as_user(enrolled)
    assert client.get("/account/")["Location"].startswith("/account/second-factor/again/")
    assert client.get("/account/second-factor/remove/")["Location"].startswith("/account/second-factor/again/")
    client.post("/account/second-factor/again/?next=/account/", {"code": code()})
    assert client.get("/account/").status_code == 200


def test_a_citizen_is_not_asked(as_user, aysel):
    assert as_user(aysel).get("/account/").status_code == 200


def test_the_way_out_stays_open(as_user, clerk):
    assert as_user(clerk).post("/sign-out/")["Location"] == "/"


def test_removing_it_asks_again_who_it_is(client, enrolled):
    enter(client, "leyla")
    client.post("/sign-in/code/", {"code": code()})
    assert "/account/again/" in client.get("/account/second-factor/remove/")["Location"]
    assert Authenticator.objects.filter(user=enrolled, type="totp").exists()


def test_the_demo_may_be_without(client, clerk, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    enter(client, "leyla")
    assert client.get("/account/").status_code == 200
