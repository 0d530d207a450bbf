"""What anybody may know of a court paper by its code: that it is genuine and who signed it, never the parties."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from documents.kinds import kind_words
from documents.models import Document, Signature, Version


@dataclass(frozen=True)
class Proof:
    """The public facts of one paper."""

    code: str
    kind: str
    body: str
    made_at: dt.datetime
    signed_at: dt.datetime | None
    signers: list[tuple[str, str, dt.datetime]]
    sha256: str
    size: int


def proof_of(document: Document) -> Proof:
    """The public facts: kind, court, day, signers (officials, signing by office), SHA-256."""
    current = Version.objects.select_related("file").get(document=document, is_current=True)
    signatures = Signature.objects.filter(version__document=document).order_by("signed_at")
    return Proof(
        code=document.code,
        kind=kind_words(document.kind),
        body=str(document.body),
        made_at=document.created_at,
        signed_at=document.signed_at,
        signers=[(one.signer_name, one.posting, one.signed_at) for one in signatures],
        sha256=current.file.sha256,
        size=current.file.size,
    )


def by_code(code: str) -> Document | None:
    """The court's own paper with this code; what others sent in is nobody's to confirm, a covert measure unknown."""
    papers = Document.objects.filter(code=code, is_incoming=False).exclude(dossier__is_covert=True)
    found: Document | None = papers.select_related("body").first()
    return found


def compare(document: Document, content: bytes) -> str:
    """How a file stands to the paper: `same`, an `earlier` text of it, or `other`."""
    digest = hashlib.sha256(content).hexdigest()
    versions = document.versions.filter(file__sha256=digest).order_by("-is_current")
    version = versions.first()
    if version is None:
        return "other"
    return "same" if version.is_current else "earlier"
