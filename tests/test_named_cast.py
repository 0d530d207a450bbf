"""The cast and the case that all tests lean on."""

import pytest

from accounts.models import Role
from journal.models import Entry
from reference.models import Body


@pytest.mark.django_db
def test_the_case_of_the_tests_is_a_registered_one(case, claimant, defendant, clerk, murad):
    assert case.status == "registered" and case.number
    assert (claimant.party.short_name, defendant.party.short_name) == ("Aysel Rəhimli", "Vüqar Əsgərov")
    assert Entry.objects.filter(event="cases.registered", dossier=case.pk).count() == 1
    assert clerk.holds("cases.view", case) and not murad.holds("cases.view", case)


@pytest.mark.parametrize("_time", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_reference_books_stand_after_a_test_that_truncated_the_tables(_time):
    assert Role.objects.filter(code="clerk").exists()
    assert Body.objects.filter(kind="court").count() > 100
    Role.objects.create(code="of-this-test", name_az="Sınaq")


@pytest.mark.django_db
def test_every_test_begins_with_the_standard_roles_alone():
    assert not Role.objects.filter(code="of-this-test").exists()
