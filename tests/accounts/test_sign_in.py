"""How court staff come in by user name and password, and what keeps them out."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Posting, Role, StrangerAttempt
from journal.models import Entry
from tests.people import LONG_AGO, PASSWORD

pytestmark = pytest.mark.django_db


def enter(client, username, password=PASSWORD, **extra):
    return client.post("/sign-in/", {"login": username, "password": password, **extra})


def events(subject=None):
    entries = Entry.objects.filter(event__startswith="accounts.")
    if subject is not None:
        entries = entries.filter(subject_kind="accounts.user", subject_id=str(subject.pk))
    return list(entries.order_by("id").values_list("event", flat=True))


def test_a_clerk_signs_in_and_comes_to_the_desk(client, clerk):
    response = enter(client, "leyla")
    assert response.status_code == 302 and response["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(clerk.pk)


@pytest.mark.requirement("BP-M14")
def test_sign_in_and_sign_out_stand_in_the_national_journal(client, clerk):
    enter(client, "leyla")
    client.post("/sign-out/")
    assert events(clerk) == ["accounts.signed_in", "accounts.signed_out"]
    entry = Entry.objects.get(event="accounts.signed_in")
    assert entry.log == "national" and entry.data == {"ways": ["password"], "address": "127.0.0.1"}


def test_the_page_asked_for_opens_after_sign_in(client, clerk):
    assert enter(client, "leyla", next="/account/")["Location"] == "/account/"


def test_sign_in_does_not_send_anybody_to_another_site(client, clerk):
    assert enter(client, "leyla", next="https://evil.example/")["Location"] == "/desk/"


def test_wrong_password_and_unknown_name_get_the_same_words(client, clerk):
    known, unknown = enter(client, "leyla", "wrong"), enter(client, "nobody", "wrong")
    words = "The user name or the password is wrong."
    for response in (known, unknown):
        assert response.context["form"].non_field_errors()[0] and response.status_code == 200
    client.cookies["language"] = "en"
    assert words in enter(client, "nobody", "wrong").content.decode()


def test_a_refused_sign_in_says_so_and_not_that_nothing_was_kept(client, clerk):
    page = client.post("/sign-in/", {"login": clerk.username, "password": "not-this-one"}).content.decode()
    assert "<b>Giriş alınmadı</b>" in page
    assert "saxlanmayıb" not in page


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("qisa-parol", "Parolda 12 işarədən az var."),
        ("leyla-abbasova", "Parol adınıza, istifadəçi adınıza və ya e-poçtunuza çox oxşayır."),
    ],
)
def test_a_new_password_is_refused_in_the_words_of_the_house(as_user, clerk, password, said):
    clerk.username, clerk.email = "leyla-abbasova", "leyla@yasamal.example"
    clerk.save()
    sent = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    page = as_user(clerk).post("/account/password/", sent).content.decode()
    assert said in page
    assert "Şifrə" not in page


def test_a_failed_sign_in_is_written_down_without_what_was_typed(client, clerk):
    enter(client, "leyla", "a-secret-mistyped")
    enter(client, "password-in-the-wrong-field", "x")
    assert events(clerk) == ["accounts.sign_in_failed"]
    assert StrangerAttempt.objects.get().username == "password-in-the-wrong-field"
    for entry in Entry.objects.filter(event="accounts.sign_in_failed"):
        kept = entry.canonical + str(entry.data)
        assert "mistyped" not in kept and "wrong-field" not in kept


def test_sign_out_by_a_mere_link_is_not_possible(client, clerk):
    enter(client, "leyla")
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/account/").status_code == 200


def test_a_closed_account_does_not_open(client, clerk):
    clerk.is_active = False
    clerk.save()
    enter(client, "leyla")
    assert "_auth_user_id" not in client.session


def test_who_must_come_through_asan_is_refused_with_a_right_password(client, new_person, court):
    role = Role.objects.get(code="officer")
    officer = new_person(username="samir")
    Posting.objects.create(user=officer, body=court, role=role, from_on=LONG_AGO)
    response = enter(client, "samir")
    assert response.status_code == 200 and "_auth_user_id" not in client.session
    assert events(officer) == ["accounts.sign_in_failed"]


def test_a_citizen_has_no_password_to_sign_in_with(client, aysel):
    enter(client, aysel.username, "")
    enter(client, aysel.username, "!")
    assert "_auth_user_id" not in client.session


def test_a_demo_password_opens_nothing_outside_the_demo(client, new_person, court, settings):
    new_person("clerk", court, username="sevil", password="demo-sevil-2026")
    settings.DEMO = False
    assert enter(client, "sevil", "demo-sevil-2026").status_code == 200
    assert "_auth_user_id" not in client.session
    settings.DEMO = True
    assert enter(client, "sevil", "demo-sevil-2026").status_code == 302


@pytest.mark.requirement("EM-9.2.5")
def test_a_posting_that_ended_yesterday_leaves_the_door_but_no_rights(client, clerk):
    clerk.postings.update(to_on=LONG_AGO)
    enter(client, "leyla")
    assert client.get("/account/").status_code == 200
    assert not clerk.holds("cases.view")


def test_there_is_no_sign_up(client):
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


# The lock
def test_five_failures_lock_the_name_from_that_place(client, clerk):
    for _attempt in range(4):
        assert enter(client, "leyla", "wrong").status_code == 200
    assert enter(client, "leyla", "wrong").status_code == 429
    locked = enter(client, "leyla")
    assert locked.status_code == 429 and "_auth_user_id" not in client.session
    assert b"15" in locked.content and reverse("account_reset_password").encode() in locked.content
    assert events(clerk).count("accounts.locked_out") == 1


def test_the_lock_of_one_name_does_not_lock_another(client, clerk, judge):
    for _attempt in range(5):
        enter(client, "leyla", "wrong")
    assert enter(client, "rashad").status_code == 302


def test_a_good_sign_in_forgets_the_failures_before_it(client, clerk):
    for _attempt in range(3):
        enter(client, "leyla", "wrong")
    enter(client, "leyla")
    client.post("/sign-out/")
    for _attempt in range(3):
        assert enter(client, "leyla", "wrong").status_code == 200


# The forgotten password
def link_in(letter):
    return next(line for line in letter.body.splitlines() if "/sign-in/new-password/" in line).split("testserver", 1)[1]


def ask_for_link(client, email):
    return client.post("/sign-in/forgotten/", {"email": email})


@pytest.fixture
def leyla_by_mail(clerk):
    clerk.email = "leyla@yasamal.example"
    clerk.save()
    return clerk


def test_a_forgotten_password_is_set_anew_by_the_link_in_the_letter(client, leyla_by_mail):
    assert ask_for_link(client, "Leyla@yasamal.example")["Location"] == "/sign-in/forgotten/sent/"
    [letter] = mail.outbox
    assert letter.to == ["leyla@yasamal.example"] and "leyla" in letter.body
    form = client.get(link_in(letter), follow=True)
    new = "seven-words-of-my-own"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done["Location"] == "/sign-in/new-password/set/"
    assert enter(client, "leyla", new).status_code == 302
    assert "accounts.password_changed" in events(leyla_by_mail)


def test_the_link_serves_once(client, leyla_by_mail):
    ask_for_link(client, "leyla@yasamal.example")
    leyla_by_mail.set_password("another-password-now")
    leyla_by_mail.save()
    page = Client().get(link_in(mail.outbox[0]), follow=True)
    assert page.context["token_fail"]


def test_the_page_does_not_tell_whether_the_address_is_known(client, leyla_by_mail):
    known, unknown = ask_for_link(client, "leyla@yasamal.example"), ask_for_link(client, "nobody@yasamal.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def test_the_page_does_not_tell_it_when_the_mail_server_is_dead(client, leyla_by_mail, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    assert ask_for_link(client, "leyla@yasamal.example")["Location"] == "/sign-in/forgotten/sent/"


def test_who_has_no_password_gets_no_link(client, aysel):
    aysel.email = "aysel@mail.example"
    aysel.save()
    ask_for_link(client, "aysel@mail.example")
    assert mail.outbox == []


def test_the_letter_speaks_three_languages(client, leyla_by_mail):
    ask_for_link(client, "leyla@yasamal.example")
    assert mail.outbox[0].body.count("/sign-in/new-password/") == 3


def test_a_new_password_opens_the_lock(client, leyla_by_mail):
    for _attempt in range(5):
        enter(client, "leyla", "wrong")
    ask_for_link(client, "leyla@yasamal.example")
    form = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "seven-words-of-my-own", "password2": "seven-words-of-my-own"})
    assert enter(client, "leyla", "seven-words-of-my-own").status_code == 302


def test_a_demo_password_cannot_be_chosen_outside_the_demo(as_user, clerk, settings):
    settings.DEMO = False
    client = as_user(clerk)
    given = {"oldpassword": PASSWORD, "password1": "demo-leyla-2026", "password2": "demo-leyla-2026"}
    assert client.post("/account/password/", given).status_code == 200
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_the_password_is_changed_and_other_sessions_end(as_user, clerk):
    here, elsewhere = as_user(clerk), as_user(clerk)
    new = "seven-words-of-my-own"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/password/", given)["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


# Sessions
def test_a_person_sees_the_sessions_and_ends_the_others(as_user, clerk):
    here, elsewhere = as_user(clerk), as_user(clerk)
    for client in (here, elsewhere):
        client.get("/account/")
    assert len(here.get("/account/sessions/").context["sessions"]) == 2
    assert here.post("/account/sessions/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert events(clerk) == ["accounts.sessions_ended"]


def test_the_account_page_tells_name_postings_and_means_of_entry(as_user, clerk, court):
    page = as_user(clerk).get("/account/").content.decode()
    for words in ("Abbasova", "leyla", court.name_az, "/account/sessions/", "/account/second-factor/"):
        assert words in page
