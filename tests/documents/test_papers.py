import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.models import Dossier, User
from core import files
from core.errors import Refused
from documents.actions import PDF, add_version, current_version, make_document, sign_document, take_in_upload
from documents.models import Document, Signature, Version
from documents.signing import check_pdf
from journal.models import Entry

pytestmark = pytest.mark.django_db


def events_of(document: Document) -> list[str]:
    return [entry.event for entry in Entry.objects.filter(dossier=document.dossier_id).order_by("id")]


def test_a_printed_paper_has_a_code_and_one_current_text(paper: Document) -> None:
    version = current_version(paper)
    assert len(paper.code) == 12 and version.number == 1
    assert version.file.content_type == PDF
    assert events_of(paper) == ["documents.created"]


def test_a_new_text_takes_the_place_of_the_old_which_stays(paper: Document, clerk: User) -> None:
    first = current_version(paper)
    second = add_version(paper, b"%PDF-1.7 another", "two.pdf", by=clerk)
    assert current_version(paper) == second and second.number == 2
    assert Version.objects.get(pk=first.pk).is_current is False
    assert events_of(paper) == ["documents.created", "documents.versioned"]


@pytest.mark.requirement("EM-6.1.18")
def test_the_bytes_kept_are_the_bytes_signed_and_the_text_is_locked(paper: Document, judge: User) -> None:
    signature = sign_document(paper, by=judge)
    content = files.read(current_version(paper).file)
    assert [(state.name, state.is_valid) for state in check_pdf(content)] == [(judge.full_name, True)]
    entry = Entry.objects.get(event="documents.signed")
    assert entry.data is not None and entry.data["sha256"] == hashlib.sha256(content).hexdigest()
    assert signature.certificate == check_pdf(content)[0].certificate
    with pytest.raises(Refused):
        add_version(paper, b"%PDF-1.7 changed", "x.pdf", by=judge)
    assert files.read(current_version(paper).file) == content


def test_clerk_then_judge_sign_the_same_text(paper: Document, clerk: User, judge: User) -> None:
    sign_document(paper, by=clerk)
    sign_document(paper, by=judge)
    states = check_pdf(files.read(current_version(paper).file))
    assert [(state.name, state.is_valid) for state in states] == [(clerk.full_name, True), (judge.full_name, True)]
    assert Signature.objects.filter(version__document=paper).count() == 2


def test_nobody_signs_twice(paper: Document, judge: User) -> None:
    sign_document(paper, by=judge)
    with pytest.raises(Refused):
        sign_document(paper, by=judge)
    assert Signature.objects.count() == 1


def test_only_a_pdf_is_signed(home: Path, dossier: Dossier, judge: User) -> None:
    note = make_document(dossier, dossier.body, "letter", "Məktub", b"text", "a.txt", "text/plain", by=judge)
    with pytest.raises(Refused):
        sign_document(note, by=judge)
    note.refresh_from_db()
    assert note.signed_at is None and not Signature.objects.exists()


def test_a_paper_from_outside_is_taken_in_by_its_content(home: Path, dossier: Dossier, clerk: User) -> None:
    upload = SimpleUploadedFile("ərizə.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    document = take_in_upload(dossier, dossier.body, "claim", "İddia ərizəsi", upload, by=clerk)
    assert document.is_incoming and current_version(document).name == "ərizə.pdf"
    with pytest.raises(Refused):
        take_in_upload(dossier, dossier.body, "claim", "x", SimpleUploadedFile("a.pdf", b"MZ\x90\x00"), by=clerk)
    assert Document.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_both_sign(new_paper: Callable[..., Document], clerk: User, judge: User) -> None:
    paper, failed = new_paper(), []

    def sign(by: Any) -> None:
        try:
            sign_document(Document.objects.get(pk=paper.pk), by=by)
        except Exception as error:  # noqa: BLE001 (a thread has nobody to raise to)
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=(by,)) for by in (clerk, judge)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    states = check_pdf(files.read(current_version(paper).file))
    assert {state.name for state in states if state.is_valid} == {clerk.full_name, judge.full_name}
