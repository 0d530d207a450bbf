"""verify_log rebuilds the stage of each case from its entries and finds one that was moved in the table."""

import pytest

from cases.models import Case
from cases.verifying import stages_follow_from_entries
from tests.cast import registered


def test_a_case_whose_stage_follows_from_its_entries_is_not_named(court, clerk):
    registered(court, clerk)
    assert list(stages_follow_from_entries()) == []


@pytest.mark.requirement("EM-8.2.15", "EI-10.1.17")
def test_a_stage_moved_in_the_table_is_found(court, clerk):
    case = registered(court, clerk)
    Case.objects.filter(pk=case.pk).update(status="closed")
    found = list(stages_follow_from_entries())
    assert len(found) == 1 and case.number in found[0]
