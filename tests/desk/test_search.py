"""The search of everything finds what one may see, opens what is named wholly, and tells of nothing else."""

from dataclasses import replace

import pytest

from accounts.models import TeamMember
from cases.models import Participation
from core import clock
from documents.actions import make_document
from parties.actions import Contacts, write_down
from reference.models import PartyRole
from tests.new_cases import AYSEL, VUQAR


@pytest.fixture
def found(as_user):
    def search(person, words):
        return as_user(person).get("/search/", {"q": words})

    return search


@pytest.mark.requirement("EM-3.1.1")
def test_a_whole_number_opens_the_case_at_once(found, clerk, case):
    assert found(clerk, case.number)["Location"] == case.get_absolute_url()
    assert found(clerk, f" {case.number.removeprefix('e-')} ")["Location"] == case.get_absolute_url()
    assert found(clerk, case.number.replace("-", "\N{EN DASH}"))["Location"] == case.get_absolute_url()


def test_the_number_by_which_a_case_is_called_finds_it(found, clerk, case):
    assert found(clerk, str(case.sequence))["Location"] == case.get_absolute_url()
    assert found(clerk, f"{case.sequence}/{case.year}")["Location"] == case.get_absolute_url()


@pytest.mark.parametrize("words", ["Rəhimli", "rehimli", "RƏHİMLİ AYSEL", "aysel rəh", "Əsgərov"])
def test_a_name_is_found_however_it_is_typed(found, clerk, case, words):
    assert case.get_absolute_url() in found(clerk, words).content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Əliyeva-Rəhimli", "rəhimli"),
        ("Əliyeva-Rəhimli", "əliyeva rəh"),
        ("İsmayılov", "ismayilov"),
        ("İsmayılov", "İSMAYILOV"),
        ("D'Anjelo", "danjelo"),
    ],
)
def test_every_word_of_a_name_or_its_beginning_is_enough(found, clerk, new_case, name, words):
    case = new_case(people=(replace(AYSEL, surname=name), VUQAR))
    assert case.get_absolute_url() in found(clerk, words).content.decode()


def test_who_was_found_is_said_where_the_line_of_the_parties_does_not(found, clerk, case):
    lawyer = write_down(replace(AYSEL, fin="", surname="Qəribova", given_name="Sona"), Contacts(), by=clerk)
    role = PartyRole.objects.get(code="lawyer")
    Participation.objects.create(case=case, party=lawyer, role=role, order=3, from_on=clock.today())
    assert "Sona Qəribova, Vəkil" in found(clerk, "qəribova").text
    assert "Vəkil" not in found(clerk, "rəhimli").text and "Sona" not in found(clerk, str(case.sequence)).text


@pytest.mark.parametrize("words", ["Aysel Əsgərov", "himli", "Rəhimlinski"])
def test_words_of_two_people_the_middle_of_a_word_and_a_longer_word_name_nobody(found, clerk, case, words):
    assert found(clerk, words).context["found"].cases == []


def test_a_party_whose_name_the_register_changed_is_found_by_the_new_one(found, clerk, case):
    write_down(replace(AYSEL, surname="Qəribova", query_number="SPR-1"), Contacts(), by=clerk)
    assert case.get_absolute_url() in found(clerk, "qəribova").content.decode()
    assert found(clerk, "Rəhimli").context["found"].cases == []


def test_a_case_of_another_court_is_found_by_name_by_whom_its_team_let_in(found, murad, case):
    assert found(murad, "Rəhimli").context["found"].cases == []
    TeamMember.objects.create(dossier=case.dossier, user=murad, part="clerk", from_on=clock.today())
    assert case.get_absolute_url() in found(murad, "Rəhimli").content.decode()


def test_a_fin_finds_the_case_only_for_who_may_see_fins(found, clerk, case, new_person, without, court):
    blind = new_person(without("clerk", "parties.fin"), court)
    assert found(clerk, "5xk2t7p")["Location"] == case.get_absolute_url()
    assert case.number not in found(blind, "5XK2T7P").content.decode()
    assert case.get_absolute_url() in found(blind, "Rəhimli").content.decode()


@pytest.mark.parametrize("words", ["Rəhimli", "5XK2T7P"])
def test_another_courts_case_is_not_found(found, murad, case, words):
    response = found(murad, words)
    assert (response.status_code, response.context["found"].cases) == (200, [])


def test_a_sealed_case_is_not_found_by_anything(found, clerk, new_case):
    case = new_case(is_sealed=True)
    for words in (case.number, str(case.sequence), "Rəhimli", "5XK2T7P"):
        response = found(clerk, words)
        assert (response.status_code, response.context["found"].cases) == (200, []), words
        assert response.context["found"].has_more is False


def test_the_code_of_a_paper_opens_it(found, clerk, murad, case):
    paper = make_document(case.dossier, case.court, "notice", "Bildiriş", b"%PDF-1.7", "b.pdf", by=clerk)
    assert found(clerk, paper.code)["Location"] == paper.get_absolute_url()
    assert found(clerk, f"http://127.0.0.1:8000/verify/{paper.code}/")["Location"] == paper.get_absolute_url()
    assert found(murad, paper.code).status_code == 200


def test_search_is_closed_without_its_right(as_user, new_person, without, court):
    person = new_person(without("clerk", "desk.search"), court)
    assert as_user(person).get("/search/?q=a").status_code == 403


@pytest.mark.parametrize("words", ["", "x", "%", "_", "'", "1" * 300, "\x00", "()/", "99999999999"])
def test_odd_words_break_nothing(found, clerk, case, words):
    assert found(clerk, words).status_code == 200


def test_search_costs_the_same_for_one_case_and_for_ten(as_user, clerk, new_case, cost):
    client = as_user(clerk)
    new_case()
    one = cost(client, "/search/?q=Rəhimli")
    for _turn in range(9):
        new_case()
    assert cost(client, "/search/?q=Rəhimli") == one
