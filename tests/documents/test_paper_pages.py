import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from accounts.models import Dossier, Posting, Role, User
from core import files
from core.errors import Gone, Refused
from documents.actions import current_version, sign_document, take_in_upload
from documents.defaults import load_templates, word_template
from documents.models import Document, Signature, Template
from documents.templates import put_in_use
from journal.models import AccessRow

pytestmark = pytest.mark.django_db
In = Callable[[User], Client]


def test_the_bytes_served_are_the_bytes_signed(as_user: In, paper: Document, judge: User) -> None:
    sign_document(paper, by=judge)
    answer = as_user(judge).get(f"/documents/{paper.pk}/download/")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert hashlib.sha256(answer.content).hexdigest() == current_version(paper).file.sha256 == answer["X-SHA256"]
    assert "q%C9%99tnam%C9%99.pdf" in answer["Content-Disposition"]
    assert AccessRow.objects.filter(subject=f"document:{paper.pk}", user_id=judge.pk).exists()


def test_a_file_damaged_on_the_disk_is_not_handed_out(as_user: In, paper: Document, judge: User) -> None:
    files.path_of(current_version(paper).file.sha256).write_bytes(b"%PDF-1.7 damaged")
    answer = as_user(judge).get(f"/documents/{paper.pk}/download/")
    assert answer.status_code == 503 and b"damaged" not in answer.content[:20]


def test_a_file_damaged_on_the_disk_is_not_signed(paper: Document, judge: User) -> None:
    files.path_of(current_version(paper).file.sha256).write_bytes(b"%PDF-1.7 damaged")
    with pytest.raises(Gone):
        sign_document(paper, by=judge)
    assert not Signature.objects.exists()


def test_the_page_of_a_paper_shows_its_signatures_and_that_they_hold(as_user: In, paper: Document, judge: User) -> None:
    sign_document(paper, by=judge)
    page = as_user(judge).get(f"/documents/{paper.pk}/").content.decode()
    assert judge.full_name in page and paper.code in page and current_version(paper).file.sha256 in page


def test_a_paper_of_another_court_does_not_exist_for_a_clerk(as_user: In, paper: Document, murad: User) -> None:
    for door in (f"/documents/{paper.pk}/", f"/documents/{paper.pk}/download/", f"/documents/{paper.pk}/versions/1/"):
        assert as_user(murad).get(door).status_code == 404
    assert Client().get(f"/documents/{paper.pk}/download/").status_code == 302


def test_who_may_see_papers_but_not_open_them_gets_no_bytes(
    as_user: In, paper: Document, clerk: User, without: Callable[[str, str], Role]
) -> None:
    Posting.objects.filter(user=clerk).update(role=without("clerk", "documents.download"))
    door = as_user(clerk)
    assert door.get(f"/documents/{paper.pk}/").status_code == 200
    assert "/download/" not in door.get(f"/documents/{paper.pk}/").content.decode()
    assert door.get(f"/documents/{paper.pk}/download/").status_code == 403


@pytest.mark.requirement("EI-12.6")
def test_anybody_sees_by_the_code_that_a_paper_is_genuine_and_never_the_parties(paper: Document, judge: User) -> None:
    sign_document(paper, by=judge)
    answer = Client().get(f"/verify/{paper.code}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert judge.full_name in page and str(paper.body) in page and current_version(paper).file.sha256 in page
    for hidden in ("Aysel", "Rəhimli", paper.title, "4409"):
        assert hidden not in page


def test_a_code_typed_with_dashes_and_small_letters_is_understood(paper: Document) -> None:
    typed = f"{paper.code[:4]}-{paper.code[4:8]} {paper.code[8:]}".lower()
    answer = Client().get("/verify/", {"code": typed}, follow=True)
    assert answer.status_code == 200 and answer.redirect_chain[-1][0] == f"/verify/{paper.code}/"


@pytest.mark.parametrize("code", ["ZZZZZZZZZZZZ", "-", "222", "%3Cscript%3E"])
def test_an_unknown_code_is_said_in_words(code: str) -> None:
    answer = Client().get(f"/verify/{code}/", follow=True)
    assert answer.status_code == 404
    assert "verify" in answer.content.decode() and "<script>" not in answer.content.decode().split("<main")[1]


def test_a_paper_that_a_party_sent_in_is_nobodys_to_confirm(home: Path, dossier: Dossier, clerk: User) -> None:
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    document = take_in_upload(dossier, dossier.body, "claim", "İddia", upload, by=clerk)
    assert Client().get(f"/verify/{document.code}/").status_code == 404


def compared(paper: Document, content: bytes) -> Any:
    upload = SimpleUploadedFile("mine.pdf", content)
    return Client().post(f"/verify/{paper.code}/", {"file": upload}).context["outcome"]


def test_a_file_is_compared_with_the_courts_to_the_last_byte(paper: Document, judge: User) -> None:
    before = files.read(current_version(paper).file)
    sign_document(paper, by=judge)
    signed = files.read(current_version(paper).file)
    assert compared(paper, signed) == "same"
    assert compared(paper, before) == "earlier"
    assert compared(paper, signed[:-1] + b"X") == "other"
    assert Client().post(f"/verify/{paper.code}/", {}).status_code == 422


def test_templates_are_loaded_once_and_a_courts_own_text_is_kept(home: Path) -> None:
    call_command("load_templates", verbosity=0)
    assert load_templates() == 0
    notice = Template.objects.get(code="notice", format="docx")
    from tests.documents.test_word_templates import word

    own = word("{{ court }} sizi çağırır")
    assert put_in_use(notice, own).number == 2
    assert load_templates() == 0 and word_template("notice") == own
    with pytest.raises(Refused):
        put_in_use(notice, word("{{ nobody.knows }}"))
    assert word_template("notice") == own
