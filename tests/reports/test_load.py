"""The load of judges by name: for the chair and the council."""

import pytest

from cases.models import Case
from reference.models import Body

COUNCIL = "mehkeme-huquq-surasi"


@pytest.mark.requirement("EM-4.2.6")
def test_the_chair_sees_who_carries_how_much(as_user, chair, judgeship, new_case):
    Case.objects.filter(pk=new_case().pk).update(judge=judgeship)
    text = as_user(chair).get("/reports/load/").content.decode()
    assert "Rəşad Quliyev" in text
    assert "1/4" in text


def test_loads_by_name_are_neither_for_clerks_nor_for_judges(as_user, clerk, judge):
    for person in (clerk, judge):
        assert as_user(person).get("/reports/load/").status_code == 403


def test_a_chair_sees_no_other_court_and_the_council_sees_all(as_user, chair, judgeship, new_person, new_judge,
                                                              other_court):  # fmt: skip
    new_judge(other_court)
    assert as_user(chair).get(f"/reports/load/?court={other_court.code}").status_code == 404
    observer = new_person("observer", Body.objects.get(code=COUNCIL))
    assert as_user(observer).get(f"/reports/load/?court={other_court.code}").status_code == 200
