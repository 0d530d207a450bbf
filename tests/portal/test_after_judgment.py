"""After the judgment: the party reads the act, follows its enforcement; the judge's desk has the writ that waits."""

import pytest
from bs4 import BeautifulSoup

from decisions.models import Publication, PublicState
from tests.decisions.after_signing.conftest import case, home, kept_judgment, signed
from tests.decisions.conftest import authority, served
from tests.enforcement.conftest import in_force, new_writ, office, officer, opened, sent

__all__ = ["authority", "case", "home", "in_force", "kept_judgment", "new_writ", "office", "officer", "opened", "sent"]
__all__ += ["served", "signed"]


@pytest.mark.requirement("EO-2.9", "EM-6.1.20")
def test_the_judgment_lies_in_the_cabinet_and_opens_as_it_was_signed(as_user, aysel, served):
    client = as_user(aysel)
    address = f"/cabinet/cases/{served.case_id}/papers/{served.document_id}/"
    assert address in client.get(f"/cabinet/cases/{served.case_id}/").content.decode()
    assert client.get(address).content.startswith(b"%PDF")


@pytest.mark.requirement("EO-2.9")
def test_a_party_follows_the_enforcement_of_the_judgment(as_user, aysel, vuqar, stranger, opened):
    pk = opened.writ.case_id
    for person in (aysel, vuqar):
        assert opened.number in as_user(person).get(f"/cabinet/cases/{pk}/").content.decode()
    assert as_user(stranger).get(f"/cabinet/cases/{pk}/").status_code == 404


def test_the_writ_waits_for_the_signature_and_then_for_the_post(as_user, judge, clerk, in_force, new_writ):
    writ = new_writ(in_force)
    assert writ.get_absolute_url() in as_user(judge).get("/desk/?queue=writs").content.decode()
    assert writ.get_absolute_url() not in as_user(clerk).get("/desk/?queue=writs").content.decode()


def test_a_published_act_is_on_the_portal_and_in_the_api_one_that_waits_is_not(client, judge, served):
    Publication.objects.all().delete()
    act = Publication.objects.create(
        act=served, court=served.case.court, act_kind=served.act_kind, category=served.case.category,
        number=served.case.number, decided_on="2026-11-20", ecli="ECLI:AZ:TEST:2026:1", confirmed_by=judge,
    )  # fmt: skip
    assert client.get("/").context["decisions"] == []
    assert client.get("/api/v1/decisions").json()["items"] == []
    Publication.objects.update(state=PublicState.PUBLISHED)
    assert act.get_absolute_url() in client.get("/").content.decode()
    assert [row["ecli"] for row in client.get("/api/v1/decisions").json()["items"]] == ["ECLI:AZ:TEST:2026:1"]
    served.case.dossier.is_sealed = True
    served.case.dossier.save()
    assert client.get("/").context["decisions"] == []
    assert client.get("/api/v1/decisions").json()["items"] == []


def test_what_comes_by_law_alone_is_no_duty_of_the_party(as_user, aysel, served):
    page = BeautifulSoup(as_user(aysel).get(f"/cabinet/cases/{served.case_id}/").content, "html.parser")
    force, appeal = "Qətnamənin qanuni qüvvəyə minməsi", "Apellyasiya şikayəti (qətnamə)"
    assert force in page.find(id="next").text and force not in page.find(id="must").text
    assert appeal in page.find(id="must").text and appeal not in page.find(id="next").text
