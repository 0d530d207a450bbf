"""A signed judgment is locked, genuine by its code, and served: its bytes are the bytes that were signed."""

import hashlib
import shutil
import subprocess

import pytest

from cases.models import Serving
from core import files
from core.errors import Refused
from decisions.actions import save_draft, sign_act
from decisions.models import Publication, PublicState
from decisions.publishing import publish
from documents.actions import current_version
from documents.signing import check_pdf
from journal import deliveries
from journal.models import Entry
from notifications.models import Channel, Delivery


def test_the_text_is_locked_by_signing(signed, judge):
    with pytest.raises(Refused):
        save_draft(signed, seen=signed.version, by=judge, operative="rədd edilsin")
    with pytest.raises(Refused):
        sign_act(signed, seen=signed.version, by=judge)


def test_bytes_served_are_the_bytes_signed(as_user, signed, judge):
    version = current_version(signed.document)
    content = files.read(version.file)
    assert [state.is_valid for state in check_pdf(content)] == [True]
    answer = as_user(judge).get(f"/documents/{signed.document_id}/download/")
    assert hashlib.sha256(answer.content).hexdigest() == version.file.sha256 == hashlib.sha256(content).hexdigest()
    assert Entry.objects.get(event="decisions.signed").data["document"] == signed.document_id


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
def test_pdfsig_of_poppler_confirms_the_signature(signed, home):
    path = home / "act.pdf"
    path.write_bytes(files.read(current_version(signed.document).file))
    found = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in found and "Total document signed" in found


def test_the_paper_is_found_genuine_by_its_code(client, signed):
    page = client.get(f"/verify/{signed.document.code}/")
    assert page.status_code == 200


@pytest.mark.requirement("EM-9.2.18")
def test_the_signed_act_lies_in_the_cabinet_of_every_party(served):
    deliveries = Delivery.objects.filter(document=served.document_id, purpose="judgment", channel=Channel.CABINET)
    assert set(deliveries.values_list("fin", flat=True)) == {"5XK2T7P", "2MV8C4R"}
    assert Serving.objects.filter(document=served.document_id).count() == 2
    assert served.delivered_on and Entry.objects.filter(event="decisions.delivered").count() == 1


def test_serving_twice_serves_once(served):
    before = Delivery.objects.count()
    deliveries.drain()
    assert Delivery.objects.count() == before


def test_the_case_page_shows_its_acts(as_user, served, judge):
    page = as_user(judge).get(f"/cases/{served.case_id}/acts/").content.decode()
    assert f"/acts/{served.pk}/" in page and "Vüqar Əsgərov" in page


def test_an_act_of_a_sealed_case_is_not_published(signed, clerk):
    signed.case.dossier.is_sealed = True
    signed.case.dossier.save()
    deliveries.drain()
    kept = Publication.objects.get(act=signed)
    assert kept.state == PublicState.KEPT
    with pytest.raises(Refused):
        publish(kept, seen=kept.version, by=clerk)
