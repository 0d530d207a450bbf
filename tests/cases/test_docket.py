"""The docket: fixed cost, filters in the address, fields without their right absent everywhere."""

import pytest

from accounts.models import Posting
from tests.cast import registered
from tests.people import LONG_AGO


def test_docket_costs_the_same_for_one_case_and_for_many(as_user, clerk, court, judgeship, count_queries):
    registered(court, clerk)
    client = as_user(clerk)
    client.get("/cases/")
    with count_queries() as one:
        client.get("/cases/")
    for _turn in range(9):
        registered(court, clerk)
    with count_queries() as ten:
        client.get("/cases/")
    assert len(one) == len(ten)


def test_case_page_costs_the_same_for_few_entries_and_for_many(as_user, clerk, court, judgeship, count_queries):
    case = registered(court, clerk)
    client = as_user(clerk)
    client.get(f"/cases/{case.pk}/")
    with count_queries() as few:
        client.get(f"/cases/{case.pk}/")
    for turn in range(10):
        client.post(f"/cases/{case.pk}/note/", {"text": f"qeyd {turn}"})
    client.get(f"/cases/{case.pk}/")
    with count_queries() as many:
        client.get(f"/cases/{case.pk}/")
    assert len(few) == len(many)


@pytest.mark.parametrize("query", ["status=registered", "duty=open", "kind=civil", "registered_from=2020-01-01"])
def test_filters_find_the_case(as_user, clerk, court, query):
    case = registered(court, clerk)
    assert case.get_absolute_url() in as_user(clerk).get(f"/cases/?{query}").content.decode()


@pytest.mark.parametrize(
    "query", ["status=closed", "kind=criminal", "registered_to=2020-01-01", "judge=999999", "after=abc"]
)
def test_filters_that_fit_no_case_or_make_no_sense_break_nothing(as_user, clerk, court, query):
    registered(court, clerk)
    assert as_user(clerk).get(f"/cases/?{query}").status_code == 200


@pytest.mark.requirement("BP-M15", "BP-C38")
def test_without_the_field_right_the_claim_price_is_absent_in_page_and_export(
    as_user, new_person, court, clerk, without
):
    case = registered(court, clerk)
    blind = new_person(without("clerk", "cases.claim_price"), court)
    for address in (f"/cases/{case.pk}/", "/cases/", "/cases/export/"):
        page = as_user(blind).get(address).content.decode()
        assert "18\N{NO-BREAK SPACE}500,00" not in page, address
    assert "18\N{NO-BREAK SPACE}500,00" in as_user(clerk).get("/cases/export/").content.decode()


def test_without_the_field_right_the_fin_is_absent(as_user, new_person, court, clerk, without):
    case = registered(court, clerk)
    blind = new_person(without("clerk", "parties.fin"), court)
    assert "5XK2T7P" in as_user(clerk).get(f"/cases/{case.pk}/parties/").content.decode()
    assert "5XK2T7P" not in as_user(blind).get(f"/cases/{case.pk}/parties/").content.decode()


def test_without_the_operation_right_nothing_is_exported(as_user, new_person, court, clerk, without):
    blind = new_person(without("clerk", "cases.export"), court)
    assert as_user(blind).get("/cases/export/").status_code == 403
    assert "/cases/export/" not in as_user(blind).get("/cases/").content.decode()


def test_without_the_page_right_there_is_no_docket(as_user, new_person, court, without):
    blind = new_person(without("clerk", "cases.view"), court)
    refused = as_user(blind).get("/cases/")
    assert refused.status_code == 403
    assert "“İşləri görmək”" in refused.content.decode()


def test_a_posting_that_ended_opens_nothing(as_user, clerk, court):
    case = registered(court, clerk)
    Posting.objects.filter(user=clerk).update(to_on=LONG_AGO)
    assert as_user(clerk).get(f"/cases/{case.pk}/").status_code == 404


def test_a_cell_that_looks_like_a_formula_is_exported_as_text(as_user, clerk, court):
    case = registered(court, clerk)
    type(case).objects.filter(pk=case.pk).update(parties_line="=HYPERLINK(1)")
    assert ";'=HYPERLINK(1);" in as_user(clerk).get("/cases/export/").content.decode()
