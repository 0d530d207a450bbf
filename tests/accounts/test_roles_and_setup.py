"""Standard roles, the first administrator, the people of the demo, field rights."""

import pytest
from django import forms
from django.core.management import CommandError, call_command
from django.template import Context, Template
from django.test import RequestFactory

from accounts.browsers import spoken
from accounts.demo import make_demo_people
from accounts.models import Dossier, Posting, Role, User
from accounts.roles import STANDARD, load_roles
from core import fields
from core.errors import Refused
from core.forms import Form
from core.rights import DECLARED
from journal.models import Entry
from staff.demo import make_demo_staff
from staff.models import Judge
from tests.conftest import APPEAL, COMMERCE, YASAMAL

pytestmark = pytest.mark.django_db


# Roles
def test_every_standard_role_holds_declared_rights_only():
    for standard in STANDARD:
        assert set(standard.rights()) <= set(DECLARED)
        assert Role.objects.get(code=standard.code).rights == standard.rights()


def test_loading_the_roles_again_changes_nothing():
    assert load_roles() == []


def test_a_role_that_an_administrator_changed_is_left_as_it_is(administrator):
    role = Role.objects.get(code="clerk")
    role.rights = ["cases.view"]
    role._history_user = administrator
    role.save()
    load_roles()
    role.refresh_from_db()
    assert role.rights == ["cases.view"]


def test_work_of_the_judge_is_not_in_the_clerks_role():
    clerk, judge = (set(Role.objects.get(code=code).rights) for code in ("clerk", "judge"))
    assert "cases.accept" in judge - clerk
    assert "cases.register" in clerk - judge


def test_administrators_do_not_see_cases():
    for code in ("administrator", "system-administrator"):
        assert "cases.view" not in Role.objects.get(code=code).rights


def test_a_role_without_one_right_holds_all_the_others(without):
    whole, less = Role.objects.get(code="clerk"), without("clerk", "parties.fin")
    assert set(whole.rights) - set(less.rights) == {"parties.fin"}


# The first administrator
def test_the_first_administrator_is_made_without_demo_data(monkeypatch):
    monkeypatch.setenv("COURTCMS_ADMIN_PASSWORD", "seven-words-of-my-own")
    names = {"username": "first", "email": "first@court.example"}
    call_command("init_court", court=YASAMAL, **names, only_this_court=True, verbosity=0)
    first = User.objects.get(username="first")
    assert first.is_staff and first.holds("accounts.compose_role") and not first.is_superuser
    assert first.check_password("seven-words-of-my-own")
    assert Entry.objects.filter(event="accounts.posted").count() == 1


def test_the_first_administrator_has_no_demo_password(monkeypatch, settings):
    monkeypatch.setenv("COURTCMS_ADMIN_PASSWORD", "demo-admin-2026")
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("init_court", court=YASAMAL, username="first", only_this_court=True, verbosity=0)
    assert not User.objects.exists()
    settings.DEMO = True
    call_command("init_court", court=YASAMAL, username="first", only_this_court=True, verbosity=0)
    assert User.objects.exists()


def test_an_unknown_court_is_named(monkeypatch):
    with pytest.raises(CommandError, match="atlantis"):
        call_command("init_court", court="atlantis", username="first", verbosity=0)


# The demo
def test_the_people_of_the_demo_are_made_once():
    assert len(make_demo_people()) == User.objects.count() > 25
    assert make_demo_people() == []
    leyla = User.objects.get(username="leyla")
    assert leyla.check_password("demo-leyla-2026") and leyla.body.code == YASAMAL


def test_each_demo_court_has_its_judges_with_their_shares():
    make_demo_staff()
    assert make_demo_staff() == []
    counted = {code: Judge.objects.filter(body__code=code).count() for code in (YASAMAL, APPEAL, COMMERCE)}
    assert counted == {YASAMAL: 7, APPEAL: 5, COMMERCE: 4}
    chair = Judge.objects.get(body__code=YASAMAL, is_chair=True)
    assert (chair.user.username, chair.share_num, chair.share_den) == ("nigar", 1, 4)


def test_officers_of_the_demo_come_through_asan_and_have_no_password():
    make_demo_people()
    for officer in User.objects.filter(postings__role__needs_asan=True):
        assert officer.fin and not officer.has_usable_password()


def test_the_demo_makes_nobody_outside_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(Refused):
        make_demo_people()


# Rights of the sort "field"
class ContactForm(fields.WithoutUnseen, Form):
    field_rights = {"fin": "parties.fin"}
    name = forms.CharField()
    fin = forms.CharField(required=False)


@pytest.fixture
def half_blind(new_person, without, court):
    return new_person(without("clerk", "parties.fin"), court)


def test_a_form_has_no_field_that_the_person_may_not_see(clerk, half_blind, court):
    dossier = Dossier.objects.create(body=court)
    assert "fin" in ContactForm(user=clerk, on=dossier).fields
    form = ContactForm({"name": "Aysel", "fin": "5XK2T7P"}, user=half_blind, on=dossier)
    assert form.is_valid() and form.cleaned_data == {"name": "Aysel"}


def test_values_lose_what_the_person_may_not_see(clerk, half_blind, court, monkeypatch):
    monkeypatch.setattr(fields, "GUARDED", {})
    fields.guard_fields("parties.fin", "parties.Party", "fin", "id_card")
    row = {"surname": "Rəhimli", "fin": "5XK2T7P", "id_card": "AZE1"}
    dossier = Dossier.objects.create(body=court)
    assert fields.visible_values(clerk, "parties.party", row, dossier) == row
    assert fields.visible_values(half_blind, "parties.party", row, dossier) == {"surname": "Rəhimli"}
    assert fields.visible_names(half_blind, "parties.party", row) == ["surname"]


def test_a_page_asks_by_a_tag(clerk, half_blind, aysel, court):
    template = Template('{% may "parties.fin" dossier as fin %}{% if fin %}5XK2T7P{% endif %}')
    for person, shown in ((clerk, "5XK2T7P"), (half_blind, ""), (aysel, "")):
        request = RequestFactory().get("/")
        request.user = person
        assert template.render(Context({"request": request, "dossier": Dossier(body=court)})) == shown


def test_a_field_right_of_one_court_opens_nothing_in_another(clerk, other_court):
    elsewhere = Dossier.objects.create(body=other_court)
    assert not fields.field_visible(clerk, "parties.fin", elsewhere)
    assert Posting.objects.filter(user=clerk).count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
            "Chrome, Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.1", "curl/8.1"),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_words_that_people_know(said, words):
    assert spoken(said) == words
