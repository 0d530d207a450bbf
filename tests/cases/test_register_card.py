"""The register card: what the register holds of a case on one sheet, for those alone who may open the case."""

import pytest

from journal.models import AccessRow
from tests.cast import registered


@pytest.fixture
def case(court, clerk):
    return registered(court, clerk)


def test_the_card_shows_facts_parties_and_course_and_is_reached_from_the_case(as_user, case, clerk):
    assert f"/cases/{case.pk}/card/" in as_user(clerk).get(f"/cases/{case.pk}/").content.decode()
    page = as_user(clerk).get(f"/cases/{case.pk}/card/").content.decode()
    for words in ("Rəhimli", "Əsgərov", case.category.name, "18\N{NO-BREAK SPACE}500,00", "145,50"):
        assert words in page, words
    assert "register-card" in page and "sign-line" in page


def test_opening_the_card_is_written_for_each_party(as_user, case, clerk):
    as_user(clerk).get(f"/cases/{case.pk}/card/")
    assert AccessRow.objects.filter(dossier=case.pk, purpose="register card").count() == 2


def test_who_opened_it_is_written_in_the_language_of_proceedings_whatever_he_reads(as_user, case, clerk):
    reader = as_user(clerk)
    reader.cookies["language"] = "en"
    assert "Register card" in reader.get(f"/cases/{case.pk}/card/").content.decode()
    posting = clerk.postings_today[0]
    written = set(AccessRow.objects.filter(dossier=case.pk, user_id=clerk.pk).values_list("posting", flat=True))
    assert written == {f"{posting.role.name_az}, {posting.body.name_az}"}


def test_the_card_keeps_what_the_case_page_keeps(as_user, case, murad, new_person, court, without):
    assert as_user(murad).get(f"/cases/{case.pk}/card/").status_code == 404
    blind = new_person(without("clerk", "cases.claim_price"), court)
    assert "18\N{NO-BREAK SPACE}500,00" not in as_user(blind).get(f"/cases/{case.pk}/card/").content.decode()


def test_the_head_of_the_case_names_the_term_that_ends_first(as_user, case, clerk):
    page = as_user(clerk).get(f"/cases/{case.pk}/").content.decode()
    first = case.deadlines.filter(closed_on=None).order_by("due_on").first()
    head = page.split('class="acts')[0]
    assert first.term.name in head and f"{first.due_on:%d.%m.%Y}" in head
