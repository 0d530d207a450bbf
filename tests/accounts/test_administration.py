"""Administrators compose roles, post people and let them in by exception; all of it is recorded."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import actions
from accounts.models import Dossier, DossierGrant, Posting, Role, User
from core import clock
from core.errors import Refused
from journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def system_administrator(new_person, court):
    return new_person("system-administrator", court, username="anar", given_name="Anar", is_staff=True)


def entry(event):
    return Entry.objects.filter(event=event).latest("id")


def role_form(role, rights):
    names = {"code": role.code, "name_az": role.name_az, "name_en": role.name_en, "name_ru": role.name_ru}
    return names | {"rights": rights}


def test_strangers_are_sent_to_the_one_door_and_clerks_are_refused(client, as_user, clerk):
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/sign-in/?next=/admin/"
    assert as_user(clerk).get("/admin/", follow=True).status_code == 403


@pytest.mark.requirement("BP-M15", "BP-C38")
def test_a_role_is_composed_of_boxes_and_the_journal_says_what_came_and_went(as_user, system_administrator):
    role = Role.objects.create(code="archivist", name_az="Arxivçi", rights=["cases.view", "cases.file"])
    address = reverse("admin:accounts_role_change", args=[role.pk])
    client = as_user(system_administrator)
    page = client.get(address).content.decode()
    assert 'value="cases.accept"' in page and "cases: " in page
    response = client.post(address, role_form(role, ["cases.view", "cases.note"]))
    assert response.status_code == 302
    role.refresh_from_db()
    assert role.rights == ["cases.note", "cases.view"]
    assert entry("accounts.role_changed").data == {"added": ["cases.note"], "removed": ["cases.file"]}
    assert role.history.first().history_user == system_administrator


def test_a_right_that_no_app_declares_cannot_be_given(as_user, system_administrator):
    role = Role.objects.create(code="odd", name_az="Qəribə")
    address = reverse("admin:accounts_role_change", args=[role.pk])
    assert as_user(system_administrator).post(address, role_form(role, ["cases.fly"])).status_code == 200
    role.rights = ["cases.fly"]
    with pytest.raises(Refused):
        actions.save_role(role, by=system_administrator)


def test_the_administrator_of_one_court_does_not_compose_roles(as_user, administrator):
    role = Role.objects.get(code="clerk")
    address = reverse("admin:accounts_role_change", args=[role.pk])
    assert as_user(administrator).post(address, role_form(role, ["cases.view"])).status_code == 403


@pytest.mark.requirement("EM-9.2.5", "EI-9.1.10")
def test_a_posting_is_made_and_ended_and_both_are_recorded(as_user, administrator, court, new_person):
    person = new_person()
    client = as_user(administrator)
    given = {
        "user": person.pk,
        "body": court.pk,
        "role": Role.objects.get(code="clerk").pk,
        "from_on": clock.today().isoformat(),
        "to_on": "",
        "ground": "order 12",
    }
    assert client.post(reverse("admin:accounts_posting_add"), given).status_code == 302
    posting = Posting.objects.get(user=person)
    assert entry("accounts.posted").log == court.code and entry("accounts.posted").data["role"] == "clerk"
    assert User.objects.get(pk=person.pk).holds("cases.register", court)
    yesterday = clock.today() - dt.timedelta(1)
    given |= {"from_on": (yesterday - dt.timedelta(9)).isoformat(), "to_on": yesterday.isoformat()}
    client.post(reverse("admin:accounts_posting_change", args=[posting.pk]), given)
    assert entry("accounts.posting_ended").data["to_on"] == yesterday.isoformat()
    assert not User.objects.get(pk=person.pk).holds("cases.register")


def test_nobody_posts_into_another_court(administrator, other_court, new_person):
    role = Role.objects.get(code="clerk")
    with pytest.raises(PermissionDenied):
        actions.post_user(new_person(), other_court, role, from_on=clock.today(), by=administrator)
    assert not Posting.objects.filter(body=other_court).exists()


def test_nobody_raises_himself_to_more_than_he_is(administrator, court):
    greater = Role.objects.get(code="system-administrator")
    with pytest.raises(Refused):
        actions.post_user(administrator, court, greater, from_on=clock.today(), by=administrator)


def test_a_posting_is_never_deleted(as_user, system_administrator, clerk):
    address = reverse("admin:accounts_posting_delete", args=[clerk.postings.get().pk])
    assert as_user(system_administrator).post(address, {"post": "yes"}).status_code == 403


def test_a_user_is_made_and_changed_and_the_journal_names_the_fields_only(as_user, administrator):
    client = as_user(administrator)
    given = {"username": "elnur", "surname": "Əliyev", "given_name": "Elnur", "usable_password": "true"}
    given |= {"password1": "seven-words-of-my-own", "password2": "seven-words-of-my-own"}
    assert client.post(reverse("admin:accounts_user_add"), given).status_code == 302
    user = User.objects.get(username="elnur")
    assert entry("accounts.user_made").subject_id == str(user.pk)
    changed = {"username": "elnur", "surname": "Vəliyev", "given_name": "Elnur", "fin": "", "is_active": "on"}
    assert client.post(reverse("admin:accounts_user_change", args=[user.pk]), changed).status_code == 302
    assert entry("accounts.user_changed").data == {"fields": ["surname"]}
    assert "Vəliyev" not in entry("accounts.user_changed").canonical


def test_the_people_of_another_court_are_left_alone(as_user, administrator, murad):
    changed = {"username": "murad", "surname": "Başqa", "given_name": "Murad", "fin": "", "is_active": "on"}
    response = as_user(administrator).post(reverse("admin:accounts_user_change", args=[murad.pk]), changed)
    assert response.status_code == 422
    murad.refresh_from_db()
    assert murad.surname == "Orucov"


def test_a_court_administrator_makes_no_administrators(as_user, administrator, clerk):
    changed = {"username": "leyla", "surname": "Abbasova", "given_name": "Leyla", "fin": "", "is_active": "on"}
    as_user(administrator).post(reverse("admin:accounts_user_change", args=[clerk.pk]), changed | {"is_staff": "on"})
    clerk.refresh_from_db()
    assert not clerk.is_staff and not clerk.is_superuser


# Exceptional access
@pytest.fixture
def dossier(court):
    return Dossier.objects.create(body=court)


@pytest.mark.requirement("BP-M15")
def test_a_person_is_let_into_one_dossier_until_a_day_and_for_a_reason(as_user, administrator, murad, dossier):
    until = clock.today() + dt.timedelta(7)
    given = {"content_object": dossier.pk, "user": murad.pk, "until_on": until.isoformat(), "reason": "expert opinion"}
    assert as_user(administrator).post(reverse("admin:accounts_dossiergrant_add"), given).status_code == 302
    assert User.objects.get(pk=murad.pk).holds("cases.view", dossier)
    written = entry("accounts.granted")
    assert written.dossier == dossier.pk and written.data["until_on"] == until.isoformat()
    assert DossierGrant.objects.get().permission == Permission.objects.get(codename="read_dossier")


def test_an_exception_without_end_or_reason_is_not_made(as_user, administrator, murad, dossier):
    given = {"content_object": dossier.pk, "user": murad.pk, "until_on": "", "reason": ""}
    assert as_user(administrator).post(reverse("admin:accounts_dossiergrant_add"), given).status_code == 200
    assert not DossierGrant.objects.exists()


def test_nobody_is_let_into_a_sealed_dossier(administrator, murad, court):
    sealed = Dossier.objects.create(body=court, is_sealed=True)
    with pytest.raises(Refused):
        actions.let_in(sealed, murad, until_on=clock.today(), reason="curiosity", by=administrator)


def test_an_exception_is_taken_back(as_user, administrator, murad, dossier):
    grant = actions.let_in(dossier, murad, until_on=clock.today(), reason="expert opinion", by=administrator)
    as_user(administrator).post(reverse("admin:accounts_dossiergrant_delete", args=[grant.pk]), {"post": "yes"})
    assert not User.objects.get(pk=murad.pk).holds("cases.view", dossier)
    assert entry("accounts.grant_ended").dossier == dossier.pk


def test_pages_of_the_administration_obey_the_strict_policy(as_user, system_administrator):
    client = as_user(system_administrator)
    for model in ("user", "role", "posting", "dossiergrant"):
        page = client.get(reverse(f"admin:accounts_{model}_add"))
        assert page.status_code == 200
        assert b"<script>" not in page.content and b' style="' not in page.content and b"onclick=" not in page.content


def test_the_system_administrator_posts_in_every_court(system_administrator, other_court, new_person):
    person, role = new_person(), Role.objects.get(code="clerk")
    actions.post_user(person, other_court, role, from_on=clock.today(), by=system_administrator)
    assert User.objects.get(pk=person.pk).holds("cases.view", other_court)


def test_an_administrator_ends_the_sessions_of_a_person(as_user, administrator, clerk):
    at_work = as_user(clerk)
    at_work.get("/account/")
    chosen = {"action": "end_sessions", "_selected_action": [clerk.pk]}
    as_user(administrator).post(reverse("admin:accounts_user_changelist"), chosen)
    assert at_work.get("/account/").status_code == 302
    assert entry("accounts.sessions_ended").actor_id == administrator.pk


def test_without_the_right_the_fin_of_a_user_is_in_no_form_and_no_history(as_user, new_person, without, court, clerk):
    for fin in ("5XK2T7P", "7HN3L9D"):
        clerk.fin = fin
        clerk.save()
    pages = [reverse(f"admin:accounts_user_{view}", args=[clerk.pk]) for view in ("change", "history")]
    for role, shown in (
        (Role.objects.get(code="administrator"), True),
        (without("administrator", "accounts.fin"), False),
    ):
        client = as_user(new_person(role, court, is_staff=True))
        assert ["7HN3L9D" in client.get(page).content.decode() for page in pages] == [shown, shown]


def test_headings_of_the_administration_keep_the_dot_of_the_azerbaijani_letter(as_user, system_administrator):
    """Django makes the first letter of a name great without knowing of İ and I."""
    client = as_user(system_administrator)
    user = reverse("admin:accounts_user_change", args=[system_administrator.pk])
    words = {word for at in ("/admin/", user) for word in re.findall(r"\b[Iİ][a-zçəğıöşü]+", client.get(at).text)}
    assert {"İstifadəçilər", "İşlərin", "İştirakçıların", "İnzibatçı"} <= words
    assert not {word for word in words if word.startswith("I")}
