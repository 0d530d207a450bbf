"""A writ is prepared from a judgment in force, signed by the judge, sent to the office."""

from decimal import Decimal

import pytest

from cases.lifecycle import Status
from cases.models import Case
from core import files
from core.errors import Refused
from documents.actions import current_version
from documents.signing import check_pdf
from enforcement.actions import send_writ, sign_writ, withdraw_writ
from enforcement.models import EnforcementCase, Writ, WritState
from enforcement.numbering import index_of
from enforcement.papers import writ_paper
from journal import deliveries
from journal.models import Entry
from reference.models import Body


def test_no_writ_before_the_judgment_is_in_force(as_user, signed, clerk):
    page = as_user(clerk).get(f"/cases/{signed.case_id}/").content.decode()
    assert "The judgment has not entered into force." in page or "qüvvəyə minməyib" in page
    assert as_user(clerk).get(f"/enforcement/cases/{signed.case_id}/issue/").status_code == 422


@pytest.mark.requirement("EO-2.8", "EM-6.1.19")
def test_clerk_prepares_judge_signs_and_clerk_sends_in_the_browser(as_user, in_force, clerk, judge, office):
    address = f"/enforcement/cases/{in_force.pk}/issue/"
    page = as_user(clerk).get(address)
    assert "7 240,00" in page.content.decode() and page.context["form"].initial["office"] == office
    sides = {one.role.side: one.pk for one in in_force.participations.select_related("role")}
    form = {"creditor": sides["claimant"], "debtor": sides["respondent"], "kind": "money", "amount": "7 240,00"}
    answer = as_user(clerk).post(address, form | {"demand": "7 240,00 AZN alınsın.", "office": office.pk})
    writ = Writ.objects.get(case=in_force)
    assert answer.headers["Location"] == f"/enforcement/writs/{writ.pk}/"
    assert as_user(clerk).post(f"/enforcement/writs/{writ.pk}/sign/").status_code == 403
    assert as_user(judge).get(f"/enforcement/writs/{writ.pk}/sign/").status_code == 200
    assert as_user(judge).post(f"/enforcement/writs/{writ.pk}/sign/").status_code == 302
    assert as_user(clerk).get(f"/enforcement/writs/{writ.pk}/send/").status_code == 200
    assert as_user(clerk).post(f"/enforcement/writs/{writ.pk}/send/").status_code == 302
    assert Case.objects.get(pk=in_force.pk).status == Status.ENFORCED


def test_the_case_page_offers_the_next_step_of_the_writ(as_user, in_force, new_writ, judge, clerk):
    assert f"/enforcement/cases/{in_force.pk}/issue/" in as_user(clerk).get(f"/cases/{in_force.pk}/").content.decode()
    writ = new_writ(in_force)
    assert f"/enforcement/writs/{writ.pk}/sign/" in as_user(judge).get(f"/cases/{in_force.pk}/").content.decode()
    sign_writ(writ, by=judge)
    assert f"/enforcement/writs/{writ.pk}/send/" in as_user(clerk).get(f"/cases/{in_force.pk}/").content.decode()


def test_the_signed_writ_is_a_pdf_with_a_valid_signature(in_force, new_writ, judge):
    writ = sign_writ(new_writ(in_force), by=judge)
    states = check_pdf(files.read(current_version(writ.document).file))
    assert [(one.name, one.is_valid) for one in states] == [("Rəşad Quliyev", True)]


def test_a_judge_of_another_case_does_not_sign(in_force, new_writ, new_judge, court):
    stranger = new_judge(court).user
    with pytest.raises(Refused):
        sign_writ(new_writ(in_force), by=stranger)


def test_the_chair_signs_in_place_of_the_judge(in_force, new_writ, chair):
    assert sign_writ(new_writ(in_force), by=chair).state == WritState.SIGNED


def test_an_unsigned_writ_is_not_sent(in_force, new_writ, clerk):
    with pytest.raises(Refused):
        send_writ(new_writ(in_force), by=clerk)


def test_a_writ_is_not_sent_to_an_office_whose_index_is_not_known(as_user, in_force, new_writ, judge, clerk, office):
    writ = sign_writ(new_writ(in_force), by=judge)
    Body.objects.filter(pk=office.pk).update(number_index="")
    answer = as_user(clerk).post(f"/enforcement/writs/{writ.pk}/send/")
    assert answer.status_code == 422
    writ.refresh_from_db()
    assert writ.state == WritState.SIGNED and not Entry.objects.filter(event="cases.sent_to_enforcement").exists()
    with pytest.raises(Refused):
        index_of(Body.objects.get(pk=office.pk))


def test_a_second_writ_for_the_same_parties_is_refused_and_a_withdrawn_number_stays_taken(in_force, new_writ, clerk):
    first = new_writ(in_force)
    with pytest.raises(Refused):
        new_writ(in_force)
    withdraw_writ(first, ground="Səhv məbləğ", by=clerk)
    second = new_writ(in_force)
    assert (first.number, second.number) == (f"{in_force.number}/1", f"{in_force.number}/2")


def test_a_sent_writ_cannot_be_withdrawn(as_user, sent, clerk):
    assert as_user(clerk).post(f"/enforcement/writs/{sent.pk}/withdraw/", {"ground": "x"}).status_code == 422


def test_a_dismissed_claim_gives_no_writ(in_force, new_writ):
    Case.objects.filter(pk=in_force.pk).update(outcome="dismissed")
    with pytest.raises(Refused):
        new_writ(Case.objects.get(pk=in_force.pk))


@pytest.fixture
def filled(in_force, office):
    """The form of the writ as a clerk fills it."""
    sides = {one.role.side: one.pk for one in in_force.participations.select_related("role")}
    form = {"creditor": sides["claimant"], "debtor": sides["respondent"], "kind": "money", "amount": "7240"}
    return form | {"demand": "Alınsın.", "office": office.pk}


@pytest.mark.parametrize("wrong", [{"amount": ""}, {"amount": "0"}, {"demand": ""}, {"kind": "gold"}])
def test_a_writ_with_a_hole_comes_back(as_user, in_force, clerk, filled, wrong):
    assert as_user(clerk).post(f"/enforcement/cases/{in_force.pk}/issue/", filled | wrong).status_code == 422
    assert not Writ.objects.exists()


def test_a_wrong_account_of_the_creditor_is_told_in_words_and_what_was_typed_stays(
    as_user, in_force, clerk, filled, settings
):
    settings.LANGUAGE_CODE = "az"
    typed = "AZ22 NABZ 0000 0000 1370 1000 1944"
    answer = as_user(clerk).post(f"/enforcement/cases/{in_force.pk}/issue/", filled | {"account": typed})
    page = answer.content.decode()
    assert (answer.status_code, Writ.objects.exists()) == (422, False)
    assert "IBAN düzgün deyil: hər işarəni yoxlayın." in page
    assert typed in page


def test_the_account_of_the_creditor_stands_on_the_writ(as_user, in_force, clerk, filled):
    client = as_user(clerk)
    client.post(f"/enforcement/cases/{in_force.pk}/issue/", filled | {"account": "az21 nabz 00000000137010001944"})
    writ = Writ.objects.get()
    assert writ.account == "AZ21NABZ00000000137010001944"
    shown = "AZ21 NABZ 0000 0000 1370 1000 1944".replace(" ", "\N{NO-BREAK SPACE}")
    assert shown in client.get(writ.get_absolute_url()).content.decode()
    assert shown in writ_paper(writ)["account"]


def test_nobody_is_his_own_debtor(as_user, in_force, clerk, office):
    one = in_force.participations.first().pk
    form = {"creditor": one, "debtor": one, "kind": "money", "amount": "10", "demand": "x", "office": office.pk}
    assert as_user(clerk).post(f"/enforcement/cases/{in_force.pk}/issue/", form).status_code == 422


def test_another_court_finds_no_writ(as_user, sent, murad):
    assert as_user(murad).get(f"/enforcement/writs/{sent.pk}/").status_code == 404
    assert sent.get_absolute_url() not in as_user(murad).get("/enforcement/writs/").content.decode()


def test_every_step_of_the_writ_stands_in_the_journal_of_the_case(opened, sent):
    events = list(Entry.objects.filter(dossier=sent.case_id).order_by("id").values_list("event", flat=True))
    steps = ["enforcement.issued", "enforcement.writ_signed", "cases.sent_to_enforcement", "enforcement.received"]
    assert [event for event in events if event in steps] == steps


def test_the_writ_carries_the_sum_of_the_judgment(sent):
    assert sent.amount == Decimal("7240.00") and sent.demand.startswith("1. İddia təmin edilsin.")


def test_without_an_officer_the_case_waits_for_the_chief(sent, chief, as_user):
    deliveries.drain()
    case = EnforcementCase.objects.get(writ=sent)
    assert case.officer is None
    assert case.get_absolute_url() in as_user(chief).get("/enforcement/?whose=waiting").content.decode()
