"""Handing out the bytes of a document: exactly those that were kept, or nothing."""

import base64
import hashlib

import structlog
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core import files
from core.errors import Gone
from documents.models import Version

log = structlog.get_logger(__name__)
# What a browser may show by itself; everything else is saved.
SHOWN = {"application/pdf", "image/jpeg", "image/png"}


def content_of(version: Version) -> bytes:
    """The bytes of the version; Gone when they are no longer those that were kept."""
    try:
        content = files.read(version.file)
    except OSError as error:
        raise _damaged(version) from error
    if hashlib.sha256(content).hexdigest() != version.file.sha256:
        raise _damaged(version)
    return content


def _damaged(version: Version) -> Gone:
    log.error("stored file damaged", sha256=version.file.sha256, document=version.document_id)
    return Gone(_("The stored file is damaged and is not handed out. The administrator restores it from the backup."))


def served(version: Version) -> HttpResponse:
    """The bytes with their name and their SHA-256 (RFC 9530), for the eyes of this person alone."""
    content, file = content_of(version), version.file
    is_shown = file.content_type in SHOWN
    response = HttpResponse(content, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(not is_shown, version.name) or "inline"
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
    response["X-SHA256"] = file.sha256
    response["Cache-Control"] = "private, no-store"
    return response
