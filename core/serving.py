"""Handing out stored bytes: exactly those that were kept, or nothing."""

import base64

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from core import files
from core.models import StoredFile

# What a browser may show by itself; everything else is saved.
SHOWN = {"application/pdf", "image/jpeg", "image/png"}


def served(file: StoredFile, name: str) -> HttpResponse:
    """The bytes with their name and their SHA-256 (RFC 9530), for the eyes of this person alone."""
    response = HttpResponse(files.read(file), content_type=file.content_type)
    is_shown = file.content_type in SHOWN
    response["Content-Disposition"] = content_disposition_header(not is_shown, name) or "inline"
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
    response["X-SHA256"] = file.sha256
    response["Cache-Control"] = "private, no-store"
    return response
