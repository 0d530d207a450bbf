"""Rights in the channel of history: what a person may not see of a row now, he does not see of its past either."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Posting, Role
from core import clock

pytestmark = pytest.mark.django_db
WAS, IS = "7HN3L9D", "4KM8Q2R"


@pytest.fixture
def pages(clerk):
    """The list of changes of Leyla's row, and the row as it stood at each of them."""
    for fin, phone in ((WAS, "+994501110011"), (IS, "+994552220022")):
        clerk.fin, clerk.phone = fin, phone
        clerk.save()
    of_row = reverse("admin:accounts_user_history", args=[clerk.pk])
    versions = [
        reverse("admin:accounts_user_simple_history", args=[clerk.pk, version.pk]) for version in clerk.history.all()
    ]
    return [of_row, *versions]


def read(client, pages):
    answers = [client.get(page) for page in pages]
    assert {answer.status_code for answer in answers} == {200}
    return "".join(answer.content.decode() for answer in answers)


@pytest.mark.requirement("BP-M15")
@pytest.mark.parametrize(
    ("right", "guarded", "open_"),
    [
        ("accounts.fin", (WAS, IS), ("+994501110011", "+994552220022")),
        ("accounts.contacts", ("+994501110011", "+994552220022"), (WAS, IS)),
    ],
)
def test_without_the_field_right_the_value_is_in_no_history(
    as_user, new_person, without, court, pages, right, guarded, open_
):
    whole = read(as_user(new_person(Role.objects.get(code="administrator"), court, is_staff=True)), pages)
    assert all(value in whole for value in guarded + open_)
    lacking = read(as_user(new_person(without("administrator", right), court, is_staff=True)), pages)
    assert all(value in lacking for value in open_)
    assert not any(value in lacking for value in guarded)


def test_the_history_of_a_posting_in_another_court_does_not_exist(as_user, administrator, clerk, murad):
    Posting.objects.update(to_on=clock.today() + dt.timedelta(9))
    for person, status in ((clerk, 200), (murad, 404)):
        posting = person.postings.get()
        posting.ground = "order 7"
        posting.save()
        version = posting.history.first().pk
        for address in (
            reverse("admin:accounts_posting_history", args=[posting.pk]),
            reverse("admin:accounts_posting_simple_history", args=[posting.pk, version]),
        ):
            assert as_user(administrator).get(address).status_code == status
