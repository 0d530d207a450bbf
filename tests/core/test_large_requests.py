"""What is larger than the court takes in at once is refused in words, and nothing of it is kept."""

import errno
import os
import resource
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import files
from core.errors import Refused
from documents.models import Document

pytestmark = pytest.mark.django_db


def test_a_form_larger_than_the_limit_is_answered_in_words(as_user, clerk, case, settings):
    settings.BODY_LIMIT = 10_000
    file = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n" + b"x" * 20_000, "application/pdf")
    before = Document.objects.count()
    answer = as_user(clerk).post(f"/cases/{case.pk}/file/", {"title": "Skan", "file": file})
    assert answer.status_code == 413
    assert answer.headers["X-Request-ID"] in answer.text
    assert "20,0\N{NO-BREAK SPACE}MB" in answer.text
    assert Document.objects.count() == before


def upload(client, case, size):
    file = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n" + b"x" * size, "application/pdf")
    return client.post(f"/cases/{case.pk}/file/", {"title": "Skan", "kind": "appendix", "paper": file})


def test_a_disk_that_takes_no_upload_is_said_in_words(as_user, clerk, case, settings, tmp_path):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "no such disk"
    before = Document.objects.count()
    answer = upload(as_user(clerk), case, 20_000)
    assert answer.status_code == 422
    assert len(answer.context["reasons"]) == 1 and answer.context["reasons"][0] in unescape(answer.text)
    assert Document.objects.count() == before


def test_a_disk_that_fills_up_in_the_middle_keeps_no_half_of_a_file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))
    try:
        with pytest.raises(Refused):
            files.store(b"x" * 20_000, "text/plain")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_fields_larger_than_the_limit_are_answered_in_words(as_user, clerk, case, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = as_user(clerk).post(f"/cases/{case.pk}/note/", {"text": "x" * 5_000})
    assert answer.status_code == 413
    assert "error" not in answer.templates[0].name and answer.templates[0].name == "413.html"


def test_a_link_to_where_only_forms_come_is_answered_in_words(as_user, clerk, case):
    answer = as_user(clerk).get(f"/cases/{case.pk}/note/")
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    assert "Bu ünvana yalnız forma göndərilir" in answer.text


def test_a_request_that_cannot_be_read_is_answered_in_words(client):
    answer = client.get("/", headers={"host": "not a host"})
    assert answer.status_code == 400
    assert answer.templates[0].name == "400.html"


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "disk doludur"), (errno.EIO, "disk cavab vermir")])
def test_why_the_disk_took_no_file_is_said_in_the_reader_s_language(number, words):
    said = str(files.full(OSError(number, os.strerror(number))))
    assert words in said and os.strerror(number) not in said
