"""Numbers of kinds that go under one prefix, and of courts whose index nobody knows."""

from dataclasses import replace

import pytest

from cases.registration import register_case
from core.errors import Refused
from reference.models import Body, CaseKind
from tests.cast import claim, lines


def test_kinds_under_one_prefix_never_give_one_number_twice(court, clerk):
    kind = CaseKind.objects.get(code="special")
    special = replace(claim(), kind=kind, category=kind.categories.leaves()[0])
    numbers = [register_case(court, asked, parties=lines(), by=clerk).number for asked in (claim(), special, claim())]
    assert [number.split("-")[-1].split("/")[0] for number in numbers] == ["1", "2", "3"]
    assert len(set(numbers)) == 3


def test_a_court_without_a_known_index_registers_nothing(clerk):
    nameless = Body.objects.filter(kind="court", number_index="").first()
    with pytest.raises(Refused, match=r"index|indeks|индекс"):
        register_case(nameless, claim(), parties=lines(), by=clerk)
