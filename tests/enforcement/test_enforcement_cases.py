"""The office opens its case with a single number, an officer acts and confirms, the case ends."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import override_settings

from cases.actions import enter_into_force
from cases.models import Case
from core import clock
from core.errors import Refused
from decisions.models import Act
from documents.actions import current_version
from documents.models import Document, Signature
from enforcement import conduct
from enforcement.actions import issue_writ, send_writ, sign_writ
from enforcement.following import cases_of_person
from enforcement.forms import written
from enforcement.limits import present_until, voluntary_until
from enforcement.models import Action, ActionState, CaseState, EnforcementCase
from enforcement.numbering import next_sequence
from enforcement.offices import office_for, offices
from journal import deliveries
from journal.models import Entry
from reference.models import Body
from tests.enforcement.conftest import OFFICE, SAMIR
from tests.people import LEYLA, person


@pytest.fixture(scope="module")
def kept_case(kept, kept_judgment):
    """The key of the case that the office opened on the writ, in Samir's hands."""
    key, folder = kept_judgment
    with kept.unblock(), override_settings(COURTCMS_HOME=folder, MEDIA_ROOT=folder / "files"):
        act = Act.objects.get(pk=key)
        enter_into_force(act.case, on=clock.today())
        case = Case.objects.get(pk=act.case_id)
        person("officer", Body.objects.get(code=OFFICE), **SAMIR)
        leyla = person("clerk", case.court, **LEYLA)
        writ = sign_writ(issue_writ(case, **written(case), by=leyla), by=case.judge.user)
        send_writ(writ, by=leyla)
        deliveries.drain()
        return EnforcementCase.objects.get(writ=writ).pk


@pytest.fixture
def opened(kept_case, home, db):
    """The enforcement case that the office opened, in Samir's hands."""
    return EnforcementCase.objects.get(pk=kept_case)


@pytest.fixture
def sent(opened):
    """The writ that it executes."""
    return opened.writ


@pytest.mark.requirement("EI-6.1.1", "EI-6.1.2")
def test_the_office_opens_its_case_with_the_next_number_and_the_signed_writ(opened, sent, office):
    assert opened.number == f"İ({office.number_index})-1/{clock.today().year}"
    copy = Document.objects.get(dossier=opened.pk, kind="writ")
    assert current_version(copy).file == current_version(sent.document).file and copy.signed_at
    assert Signature.objects.get(version__document=copy).signer_name == "Rəşad Quliyev"
    log = Entry.objects.get(event="enforcement.opened")
    assert (log.log, log.dossier) == (office.code, opened.pk)


def test_a_delivery_that_comes_twice_opens_one_case(opened, sent):
    entry = Entry.objects.get(event="cases.sent_to_enforcement")
    with transaction.atomic():
        from_again(entry)
    assert EnforcementCase.objects.count() == 1


def from_again(entry):
    from_path = "enforcement.opening.open_cases"
    deliveries.plot.reaction(from_path)(entry, entry.data)


@pytest.mark.requirement("EI-6.1.3")
def test_the_officer_with_the_fewest_open_cases_gets_the_case(opened, officer, new_person, office, chief, as_user):
    assert opened.officer == officer
    other = new_person("officer", office, surname="Bəylərbəyli", given_name="Nəcəf", password=None)
    page = as_user(chief).get(f"/enforcement/{opened.pk}/assign/").content.decode()
    assert "Nəcəf Bəylərbəyli" in page and chief.full_name not in page.split("<select")[1].split("</select>")[0]
    assert as_user(officer).post(f"/enforcement/{opened.pk}/assign/", {"officer": other.pk}).status_code == 403
    assert as_user(chief).post(f"/enforcement/{opened.pk}/assign/", {"officer": other.pk}).status_code == 302
    opened.refresh_from_db()
    assert opened.officer == other
    assert list(opened.dossier.team.filter(to_on=None).values_list("user", flat=True)) == [other.pk]


@pytest.mark.requirement("EI-6.1.4", "EI-6.1.6", "EI-12.5")
def test_the_officer_drafts_and_confirms_an_action_in_the_browser(as_user, opened, officer, today):
    browser = as_user(officer)
    assert opened.get_absolute_url() in browser.get("/enforcement/").content.decode()
    form = {"kind": "proposal", "on": today.isoformat(), "text": "Qətnaməni könüllü icra edin."}
    answer = browser.post(f"/enforcement/{opened.pk}/act/", form)
    action = Action.objects.get()
    assert answer.headers["Location"] == f"/enforcement/actions/{action.pk}/confirm/"
    assert action.document.signed_at is None
    assert browser.get(f"/enforcement/actions/{action.pk}/confirm/").status_code == 200
    assert browser.post(f"/enforcement/actions/{action.pk}/", form | {"text": "On gün ərzində."}).status_code == 302
    assert browser.post(f"/enforcement/actions/{action.pk}/confirm/").status_code == 302
    action.refresh_from_db()
    opened.refresh_from_db()
    assert action.state == ActionState.CONFIRMED and action.text == "On gün ərzində."
    assert action.document.versions.count() == 3 and Document.objects.get(pk=action.document_id).signed_at
    assert opened.voluntary_until == today + dt.timedelta(days=10)


@pytest.mark.requirement("EI-12.3", "EI-5.4")
def test_a_confirmed_action_is_signed_by_the_officer_and_changed_no_more(opened, officer, today):
    action = conduct.draft_action(opened, kind="accounts", on=today, text="Hesablara həbs qoyulsun.", by=officer)
    conduct.confirm_action(action, by=officer)
    assert Signature.objects.get(version__document=action.document_id).signer == officer
    opened.refresh_from_db()
    assert opened.state == CaseState.COMPELLED
    with pytest.raises(Refused):
        conduct.change_action(action, kind="other", on=today, text="başqa", by=officer)


def test_another_officer_does_not_act_and_another_office_sees_nothing(as_user, opened, new_person, office):
    colleague = new_person("officer", office, password=None)
    assert as_user(colleague).get(f"/enforcement/{opened.pk}/").status_code == 200
    assert as_user(colleague).get(f"/enforcement/{opened.pk}/act/").status_code == 422
    nesimi = next(one for one in offices() if one.code == "nesimi-icra-sobesi")
    stranger = new_person("officer", nesimi, password=None)
    assert as_user(stranger).get(f"/enforcement/{opened.pk}/").status_code == 404
    assert opened.get_absolute_url() not in as_user(stranger).get("/enforcement/?whose=all").content.decode()


def test_court_staff_cannot_enter_the_office(as_user, opened, clerk):
    assert as_user(clerk).get("/enforcement/").status_code == 403
    assert as_user(clerk).get(f"/enforcement/{opened.pk}/").status_code == 404


@pytest.mark.requirement("EI-6.1.8", "EI-8.1.3")
def test_the_creditor_follows_what_was_received_until_the_end(opened, officer, today):
    paid = conduct.draft_action(opened, kind="payment", on=today, text="Qəbul edildi.", amount=Decimal(240), by=officer)
    assert cases_of_person("5XK2T7P")[0].collected == 0
    conduct.confirm_action(paid, by=officer)
    seen = cases_of_person("5XK2T7P")[0]
    assert (seen.number, seen.collected, seen.is_creditor) == (opened.number, Decimal(240), True)
    assert not cases_of_person("2MV8C4R")[0].is_creditor and cases_of_person("") == []
    done = conduct.draft_action(opened, kind="done", on=today, text="İcra edilib.", by=officer)
    conduct.confirm_action(done, by=officer)
    opened.refresh_from_db()
    assert opened.state == CaseState.DONE and opened.ended_on == today
    with pytest.raises(Refused):
        conduct.draft_action(opened, kind="other", on=today, text="daha bir", by=officer)


def test_a_payment_needs_its_sum_and_an_action_a_day_that_has_come(as_user, opened, officer, today):
    form = {"kind": "payment", "on": today.isoformat(), "text": "Qəbul edildi."}
    assert as_user(officer).post(f"/enforcement/{opened.pk}/act/", form).status_code == 422
    late = form | {"kind": "other", "on": (today + dt.timedelta(days=1)).isoformat()}
    assert as_user(officer).post(f"/enforcement/{opened.pk}/act/", late).status_code == 422
    assert not Action.objects.exists()


@pytest.mark.requirement("EI-6.1.10")
def test_cases_are_found_by_name_number_and_fin(as_user, opened, officer):
    for words in ("əsgərov", opened.number, opened.writ.case.number, "2MV8C4R"):
        assert opened.get_absolute_url() in as_user(officer).get("/enforcement/", {"q": words}).content.decode(), words
    assert opened.get_absolute_url() not in as_user(officer).get("/enforcement/", {"q": "Məlikov"}).content.decode()


def test_the_fin_is_absent_without_its_right(as_user, opened, new_person, without, office):
    person = new_person(without("officer", "parties.fin"), office)
    page = as_user(person).get(f"/enforcement/{opened.pk}/").content.decode()
    assert "2MV8C4R" not in page
    assert opened.get_absolute_url() not in as_user(person).get("/enforcement/?whose=all&q=2MV8C4R").content.decode()


def test_the_list_costs_the_same_for_one_case_and_for_many(as_user, opened, officer, count_queries):
    client = as_user(officer)
    client.get("/enforcement/?whose=all")
    clock.forget()
    with count_queries() as one:
        client.get("/enforcement/?whose=all")
    for _turn in range(3):
        again(opened)
    clock.forget()
    with count_queries() as many:
        client.get("/enforcement/?whose=all")
    assert len(one) == len(many) and EnforcementCase.objects.count() == 4


def again(case):
    """One more case of the office like this one."""
    writ, dossier = case.writ, case.dossier
    writ.pk, writ.document_id, dossier.pk = None, None, None
    writ.ordinal = writ.case.writs.count() + 1
    writ.number, writ.state, writ.case = f"{writ.case.number}/{writ.ordinal}", "withdrawn", writ.case
    writ.save(force_insert=True)
    dossier.save(force_insert=True)
    sequence = next_sequence(case.office, case.year)
    values = {
        "sequence": sequence,
        "number": f"İ({case.office.number_index})-{sequence}/{case.year}",
        "year": case.year,
    }
    EnforcementCase.objects.create(
        dossier=dossier, writ=writ, office=case.office, officer=case.officer, opened_on=case.opened_on, **values
    )


def test_the_office_of_the_debtors_territory_is_proposed(db):
    known = offices()
    assert office_for(known, address="Bakı, Nəsimi r., Füzuli 41", court="Yasamal məhkəməsi").code.startswith("nesimi")
    assert office_for(known, address="Gəncə", court="Bakı şəhəri Yasamal Rayon Məhkəməsi").code.startswith("yasamal")


def test_terms_of_enforcement_from_memory():
    assert present_until(dt.date(2024, 2, 29)) == dt.date(2027, 2, 28)
    assert voluntary_until(dt.date(2026, 12, 25)) == dt.date(2027, 1, 4)


def test_the_next_step_is_noted_for_all_to_see(as_user, opened, officer):
    as_user(officer).post(f"/enforcement/{opened.pk}/plan/", {"next_action": "Banklara sorğu"})
    assert cases_of_person("5XK2T7P")[0].next_action == "Banklara sorğu"
