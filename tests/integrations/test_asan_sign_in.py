"""A citizen's whole way through ASAN Login and back, and every answer of it that must not be believed."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
import requests
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from accounts.models import User

AYSEL, DEAD = "5XK2T7P", "9DL5W3K"
WAY_THERE = {"provider_id": "asan"}


def at_asan(client):
    """The address that our sign-in sends the browser to."""
    answer = client.post(reverse("openid_connect_login", kwargs=WAY_THERE))
    assert answer.status_code == 302, answer.content[:400]
    return answer["Location"]


def chosen(address, person=AYSEL, button="person"):
    """What a browser without JavaScript does on the page: the way back to us."""
    page = requests.get(address, timeout=5)
    assert page.status_code == 200
    form = BeautifulSoup(page.text, "html.parser").find("form", method="post")
    hidden = {one["name"]: one["value"] for one in form.find_all("input", type="hidden")}
    end = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}{form['action']}"
    return requests.post(end, data=hidden | {button: person}, timeout=5, allow_redirects=False).headers["Location"]


def back(client, address):
    """Come back to us at that address."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.django_db
@pytest.mark.requirement("EM-5.5", "EM-13.2", "EI-5.4")
def test_a_citizen_signs_in_by_asan_login_and_is_known_by_fin(asan, client):
    back(client, chosen(at_asan(client)))
    assert is_signed_in(client)
    person = User.objects.get(pk=client.session["_auth_user_id"])
    assert (person.fin, person.surname, person.given_name) == (AYSEL, "Rəhimli", "Aysel")
    assert person.patronymic == "Kamran qızı"
    assert not person.has_usable_password()


@pytest.mark.django_db
def test_the_second_sign_in_finds_the_same_person(asan, client):
    for _turn in range(2):
        client.logout()
        back(client, chosen(at_asan(client)))
    assert User.objects.filter(fin=AYSEL).count() == 1


@pytest.mark.django_db
def test_each_sign_in_has_its_own_state_nonce_and_challenge(asan, client):
    first, second = (parse_qs(urlsplit(at_asan(client)).query) for _turn in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    assert first["code_challenge_method"] == ["S256"]


@pytest.mark.django_db
def test_a_link_cannot_choose_the_nonce(asan, client):
    address = reverse("openid_connect_login", kwargs=WAY_THERE)
    answer = client.post(f"{address}?auth_params=nonce%3Dchosen")
    assert "nonce=chosen" not in answer["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "mode",
    [
        "other-nonce",
        "forged",
        "unsigned",
        "confused",
        "other-key",
        "other-issuer",
        "other-audience",
        "expired",
    ],
)
def test_an_id_token_that_is_not_genuine_is_refused(asan, client, mode):
    way_back = chosen(at_asan(client))
    asan.turn(mode)
    back(client, way_back)
    assert not is_signed_in(client)
    assert not User.objects.filter(fin=AYSEL).exists()


@pytest.mark.django_db
def test_a_replayed_answer_signs_nobody_in(asan, client):
    way_back = chosen(at_asan(client))
    back(client, way_back)
    assert is_signed_in(client)
    session = client.session
    del session["_auth_user_id"]
    session.save()
    answer = back(client, way_back)
    assert not is_signed_in(client)
    assert answer.status_code >= 400


@pytest.mark.django_db
def test_another_browser_cannot_use_the_answer(asan, client):
    way_back = chosen(at_asan(client))
    stranger = Client()
    back(stranger, way_back)
    assert not is_signed_in(stranger)


@pytest.mark.django_db
def test_turning_back_at_asan_login_signs_nobody_in(asan, client):
    way_back = chosen(at_asan(client), button="cancel")
    assert dict(parse_qsl(urlsplit(way_back).query))["error"] == "access_denied"
    assert back(client, way_back).status_code < 500
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_asan_login_that_is_down_is_said_in_words(asan, client):
    asan.turn("down")
    answer = client.post(reverse("openid_connect_login", kwargs=WAY_THERE))
    assert answer.status_code == 503
    assert "ASAN Login" in answer.content.decode()


@pytest.mark.django_db
def test_asan_login_that_dies_on_the_way_signs_nobody_in(asan, client):
    way_back = chosen(at_asan(client))
    asan.turn("down")
    assert back(client, way_back).status_code >= 400
    assert not is_signed_in(client)


# The provider of the demo keeps to the protocol itself
PARTY = {
    "client_id": "courtcms",
    "redirect_uri": "http://127.0.0.1:8000/back/",
    "response_type": "code",
    "scope": "openid",
    "state": "s",
    "nonce": "n",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
}
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def exchanged(asan, way_back, **other):
    form = {
        "grant_type": "authorization_code",
        "code": dict(parse_qsl(urlsplit(way_back).query))["code"],
        "redirect_uri": PARTY["redirect_uri"],
        "client_id": "courtcms",
        "client_secret": "courtcms-demo",
        "code_verifier": VERIFIER,
    }
    return requests.post(f"{asan.url}/token", data=form | other, timeout=5)


def asked(asan, **other):
    return requests.Request("GET", f"{asan.url}/authorize", params=PARTY | other).prepare().url


def test_a_code_is_exchanged_once_for_a_token_signed_by_the_published_key(asan):
    way_back = chosen(asked(asan))
    token = exchanged(asan, way_back).json()["id_token"]
    (key,) = jwt.PyJWKSet.from_dict(requests.get(f"{asan.url}/jwks", timeout=5).json()).keys
    claims = jwt.decode(token, key.key, algorithms=["RS256"], audience="courtcms", issuer=asan.url)
    assert (claims["pin"], claims["nonce"], claims["phone"]) == (AYSEL, "n", "+994501112233")
    assert exchanged(asan, way_back).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"code_verifier": "another"}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:8000/elsewhere/"}, "invalid_grant"),
        ({"client_secret": "guessed"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_wrong_exchange_gets_no_token(asan, wrong, error):
    assert exchanged(asan, chosen(asked(asan)), **wrong).json() == {"error": error}


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "somebody-else"},
        {"redirect_uri": "javascript:alert(1)"},
        {"response_type": "token"},
        {"scope": "profile"},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_wrong_request_is_shown_and_not_sent_back(asan, wrong):
    answer = requests.get(asked(asan, **wrong), timeout=5, allow_redirects=False)
    assert answer.status_code == 400
    assert "person" not in answer.text


def test_a_person_is_found_on_the_page_by_name_or_fin_and_the_dead_are_not(asan):
    def shown(words):
        return requests.get(asked(asan, q=words), timeout=5).text

    assert f'value="{AYSEL}"' in shown("rehimli aysel")
    assert f'name="person" value="{AYSEL}"' in shown(AYSEL)
    assert 'name="person"' not in shown(DEAD)
    assert "&quot;Lalə&quot;" in shown("lale")
    assert "&lt;b&gt;" in shown('<b>"')


def test_the_dead_cannot_be_chosen_either(asan):
    form = PARTY | {"person": DEAD}
    assert requests.post(f"{asan.url}/authorize", data=form, timeout=5, allow_redirects=False).status_code == 400
