"""Citizens and officers come in through ASAN login, against the provider of the demo in its own process."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from django.conf import settings as house
from django.test import Client

from accounts.models import Posting, Role, User
from journal.models import Entry
from reference.models import Body
from tests.people import LONG_AGO

pytestmark = [pytest.mark.django_db, pytest.mark.services]
AYSEL, SAMIR = "5XK2T7P", "4PS6E1Z"


def fields(html):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def at_the_provider(client, answer, begin="/sign-in/oidc/asan/login/"):
    """Go to ASAN login, answer its page, and give the address to which it sends the browser back."""
    out = client.post(begin)
    assert out.status_code == 302 and out["Location"].startswith(house.ASAN_ISSUER)
    asked = dict(parse_qsl(urlsplit(out["Location"]).query))
    page = requests.get(out["Location"], timeout=10)
    assert page.status_code == 200
    back = requests.post(f"{house.ASAN_ISSUER}/authorize", data=asked | answer, allow_redirects=False, timeout=10)
    return back.headers["Location"].split("testserver", 1)[1]


def through_asan(client, fin, **where):
    return client.get(at_the_provider(client, {"person": fin}, **where))


@pytest.mark.requirement("EM-5.5", "EM-13.2")
def test_a_citizen_enters_and_her_account_is_made_with_the_names_of_the_state():
    client = Client()
    assert through_asan(client, AYSEL)["Location"] == "/cabinet/"
    user = User.objects.get(fin=AYSEL)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.username, user.surname, user.given_name) == (f"fin-{AYSEL}", "Rəhimli", "Aysel")
    assert user.phone == "+994501112233" and not user.has_usable_password() and not user.postings_today


def test_the_second_entry_makes_no_second_account_and_every_entry_is_written_down():
    for _time in range(2):
        through_asan(Client(), AYSEL)
    user = User.objects.get(fin=AYSEL)
    entries = Entry.objects.filter(subject_kind="accounts.user", subject_id=str(user.pk)).order_by("id")
    names = [entry.event for entry in entries]
    assert names == ["accounts.user_made", "accounts.signed_in", "accounts.signed_in"]
    assert entries.last().data["ways"] == ["socialaccount"]


@pytest.mark.requirement("EI-5.4")
def test_an_enforcement_officer_comes_to_the_enforcement_cases(new_person):
    officer = new_person(username="samir", fin=SAMIR, password=None)
    office = Body.objects.get(code="yasamal-icra-sobesi")
    Posting.objects.create(user=officer, body=office, role=Role.objects.get(code="officer"), from_on=LONG_AGO)
    client = Client()
    assert through_asan(client, SAMIR)["Location"] == "/enforcement/"
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_the_officer_needs_no_second_factor_beside_asan_login(new_person, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    officer = new_person(username="samir", fin=SAMIR, password=None)
    office = Body.objects.get(code="yasamal-icra-sobesi")
    Posting.objects.create(user=officer, body=office, role=Role.objects.get(code="officer"), from_on=LONG_AGO)
    client = Client()
    through_asan(client, SAMIR)
    assert client.get("/account/").status_code == 200


def test_the_page_asked_for_opens_after_entry():
    begin = "/sign-in/oidc/asan/login/?next=/cabinet/cases/"
    assert through_asan(Client(), AYSEL, begin=begin)["Location"] == "/cabinet/cases/"


def test_the_same_e_mail_of_another_person_opens_nothing(new_person):
    other = new_person(username="other", email="aysel.rehimli@mail.example")
    client = Client()
    through_asan(client, AYSEL)
    assert client.session["_auth_user_id"] != str(other.pk)


def test_a_closed_account_does_not_open_through_asan_either(aysel):
    aysel.is_active = False
    aysel.save()
    client = Client()
    assert through_asan(client, AYSEL)["Location"] == "/sign-in/barred/"
    assert "_auth_user_id" not in client.session


def test_who_turns_back_at_asan_is_told_so():
    client = Client()
    response = client.get(at_the_provider(client, {"cancel": "1"}))
    assert response["Location"] == "/sign-in/cancelled/"
    assert client.get("/sign-in/cancelled/").status_code == 200
    assert not User.objects.filter(fin=AYSEL).exists()


def test_an_answer_that_nobody_asked_for_opens_nothing_and_is_written_down():
    mine, hers = Client(), Client()
    address = at_the_provider(hers, {"person": AYSEL})
    response = mine.get(address)
    assert response.status_code == 401 and "_auth_user_id" not in mine.session
    assert Entry.objects.filter(event="accounts.sign_in_failed").exists()


def test_an_answer_serves_once():
    client = Client()
    address = at_the_provider(client, {"person": AYSEL})
    client.get(address)
    client.post("/sign-out/")
    assert client.get(address).status_code == 401
    assert "_auth_user_id" not in client.session


def test_the_way_to_asan_begins_with_a_button_not_with_a_link():
    page = Client().get("/sign-in/asan/")
    assert page.status_code == 200 and b'action="/sign-in/oidc/asan/login/"' in page.content
    assert Client().get("/sign-in/oidc/asan/login/").status_code == 200
