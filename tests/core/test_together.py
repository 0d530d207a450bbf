"""Rows that are changed together are changed as one by one, in one statement."""

import pytest
from django.db import DataError, transaction

from core.together import update_together
from reference.models import Body
from staff.models import Judge
from tests.people import judge_of

pytestmark = pytest.mark.django_db


def test_each_row_gets_its_own_values_and_no_other_row_any(court, django_assert_num_queries):
    first, second, third = (judge_of(court) for _ in range(3))
    first.kinds, first.share_den, first.to_on = ["civil", "it's, {so}"], 4, None
    second.kinds, second.share_den, second.to_on = [], 2, second.from_on
    third.share_den = 9
    with django_assert_num_queries(1):
        update_together([first, second], ["kinds", "share_den", "to_on"])
    kept = Judge.objects.filter(pk__in=[first.pk, second.pk, third.pk]).order_by("pk")
    assert list(kept.values_list("kinds", "share_den", "to_on")) == [
        (["civil", "it's, {so}"], 4, None),
        ([], 2, second.from_on),
        ([], 1, None),
    ]


def test_a_value_that_is_too_long_is_refused_and_not_cut(court):
    court.short_code = "x" * 500
    with pytest.raises(DataError), transaction.atomic():
        update_together([court], ["short_code"])
    assert Body.objects.get(pk=court.pk).short_code != court.short_code


def test_a_relation_is_written_by_its_key(court, other_court):
    court.parent = other_court
    update_together([court], ["parent"])
    assert Body.objects.get(pk=court.pk).parent == other_court


def test_without_rows_nothing_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        update_together([], ["name_az"])
