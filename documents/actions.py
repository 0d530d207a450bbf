"""Papers come into being, change and are signed; every step is in the journal."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Dossier, User
from core import clock, files
from core.errors import Refused
from core.models import StoredFile
from documents import events, signing
from documents.models import Document, Signature, Version, new_code
from documents.printing import print_paper
from journal.actions import record
from journal.actors import Acting
from reference.models import Body

PDF = "application/pdf"


@transaction.atomic
def make_document(
    dossier: Dossier,
    body: Body,
    kind: str,
    title: str,
    content: bytes,
    name: str,
    content_type: str = PDF,
    *,
    code: str = "",
    by: Acting,
) -> Document:
    """Make a paper of the dossier with its first version; `code` is the one already printed on it."""
    return _enter(dossier, body, kind, title, files.store(content, content_type), name, code=code, by=by)


@transaction.atomic
def print_document(
    dossier: Dossier,
    body: Body,
    kind: str,
    title: str,
    template_name: str,
    context: Mapping[str, Any],
    name: str,
    *,
    by: Acting,
) -> Document:
    """Print a paper under a new verification code and make it a document."""
    code = new_code()
    printed = print_paper(template_name, {**context, "code": code})
    return make_document(dossier, body, kind, title, printed, name, code=code, by=by)


@transaction.atomic
def take_in_upload(
    dossier: Dossier, body: Body, kind: str, title: str, upload: UploadedFile, *, by: Acting
) -> Document:
    """Take in a paper that came from outside; Refused in words when its file cannot be taken."""
    file, name = files.take_in(upload), upload.name or "file"
    return _enter(dossier, body, kind, title or name, file, name, is_incoming=True, by=by)


def _enter(
    dossier: Dossier,
    body: Body,
    kind: str,
    title: str,
    file: StoredFile,
    name: str,
    *,
    code: str = "",
    is_incoming: bool = False,
    by: Acting,
) -> Document:
    document = Document.objects.create(
        dossier=dossier,
        body=body,
        kind=kind,
        title=title[:300],
        code=code or new_code(),
        is_incoming=is_incoming,
        created_by_id=by.actor_id,
    )
    _add(document, file, name, number=1, by=by)
    record(events.CREATED, on=document, by=by, kind=kind, sha256=file.sha256, is_incoming=is_incoming)
    return document


@transaction.atomic
def add_version(document: Document, content: bytes, name: str, content_type: str = PDF, *, by: Acting) -> Version:
    """Put a new text in place of the current one; a signed text is locked."""
    document = _lock(document)
    if document.signed_at:
        raise Refused(_("“%(title)s” is signed; its text can no longer be changed.") % {"title": document.title})
    version = _replace(document, content, name, content_type, by=by)
    record(events.VERSIONED, on=document, by=by, number=version.number, sha256=version.file.sha256)
    return version


@transaction.atomic
def sign_document(document: Document, *, by: User) -> Signature:
    """Sign the current text (PAdES); from now on it is locked, and a further person signs over the same text.

    The signature goes into the file itself, so the signed bytes are a version of their own, and are those served.
    """
    locked = _lock(document)
    before = current_version(locked)
    if before.file.content_type != PDF:
        raise Refused(_("Only a PDF can be signed; “%(name)s” is not one.") % {"name": before.name})
    if Signature.objects.filter(version__document=locked, signer=by).exists():
        raise Refused(_("You have signed “%(title)s” already.") % {"title": locked.title})
    signed = signing.sign_pdf(files.read(before.file), by)
    version = _replace(locked, signed.content, before.name, PDF, by=by)
    locked.signed_at = document.signed_at = locked.signed_at or signed.at
    locked.save(update_fields=["signed_at"])
    signature = Signature.objects.create(
        version=version,
        signer=by,
        signer_name=by.actor_name,
        posting=by.actor_posting,
        certificate=signed.certificate,
        signed_at=signed.at,
    )
    record(events.SIGNED, on=locked, by=by, sha256=version.file.sha256, certificate=signed.certificate)
    return signature


def current_version(document: Document) -> Version:
    """The version whose bytes the document has now."""
    return Version.objects.select_related("file").get(document=document, is_current=True)


def _lock(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("body").get(pk=document.pk)


def _replace(document: Document, content: bytes, name: str, content_type: str, *, by: Acting) -> Version:
    before = current_version(document)
    Version.objects.filter(pk=before.pk).update(is_current=False)
    return _add(document, files.store(content, content_type), name, number=before.number + 1, by=by)


def _add(document: Document, file: StoredFile, name: str, *, number: int, by: Acting) -> Version:
    return Version.objects.create(
        document=document, number=number, file=file, name=name[:200], made_by_id=by.actor_id, made_at=clock.now()
    )
