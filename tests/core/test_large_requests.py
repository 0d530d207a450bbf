"""What is larger than the court takes in at once is refused in words, and nothing of it is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import Document

pytestmark = pytest.mark.django_db


def test_a_form_larger_than_the_limit_is_answered_in_words(as_user, clerk, case, settings):
    settings.BODY_LIMIT = 10_000
    file = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n" + b"x" * 20_000, "application/pdf")
    before = Document.objects.count()
    answer = as_user(clerk).post(f"/cases/{case.pk}/file/", {"title": "Skan", "file": file})
    assert answer.status_code == 413
    assert answer.headers["X-Request-ID"] in answer.text
    assert Document.objects.count() == before


def test_fields_larger_than_the_limit_are_answered_in_words(as_user, clerk, case, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = as_user(clerk).post(f"/cases/{case.pk}/note/", {"text": "x" * 5_000})
    assert answer.status_code == 413
    assert "error" not in answer.templates[0].name and answer.templates[0].name == "413.html"


def test_a_request_that_cannot_be_read_is_answered_in_words(client):
    answer = client.get("/", headers={"host": "not a host"})
    assert answer.status_code == 400
    assert answer.templates[0].name == "400.html"
