"""Stored files: bytes by their SHA-256 under COURTCMS_HOME/files, written whole or not at all."""

import contextlib
import errno
import hashlib
import os
import tempfile
from pathlib import Path

import magic
import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core import clock
from core.errors import Gone, Refused
from core.models import StoredFile

log = structlog.get_logger(__name__)
# What a court takes in, by content: the type that libmagic sees → the endings that may stand on its name.
TAKEN = {
    "application/pdf": {".pdf"},
    "image/jpeg": {".jpg", ".jpeg"},
    "image/png": {".png"},
    "image/tiff": {".tif", ".tiff"},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {".docx"},
    "text/plain": {".txt"},
}
FULL = {errno.ENOSPC, errno.EDQUOT}


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def store(content: bytes, content_type: str) -> StoredFile:
    """Keep the bytes; the same bytes twice are one file."""
    digest = hashlib.sha256(content).hexdigest()
    _write_whole(path_of(digest), content)
    kept, _created = StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size": len(content), "content_type": content_type, "stored_at": clock.now()}
    )
    return kept


def _write_whole(target: Path, content: bytes) -> None:
    """Write beside, flush to the disk, then rename: a full disk leaves nothing half-written."""
    if target.exists():
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=target.parent)
    except OSError as error:
        raise full(error) from error
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).rename(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise full(error) from error


def full(error: OSError) -> Refused:
    """That the disk took no more, in words."""
    return Refused(
        _("The file could not be kept: %(cause)s. Nothing was saved; tell the administrator and try again.")
        % {"cause": _("the disk is full") if error.errno in FULL else _("the disk does not answer")}
    )


def take_in(upload: UploadedFile) -> StoredFile:
    """Keep what a person uploaded: its size within the limit, its content of a type taken, its name in accord."""
    name, size = upload.name or "", upload.size or 0
    if size > settings.UPLOAD_LIMIT:
        raise Refused(
            _("“%(name)s” is %(size)s; a file may have %(limit)s. Split it or scan it at a lower resolution.")
            % {"name": name, "size": filesizeformat(size), "limit": filesizeformat(settings.UPLOAD_LIMIT)}
        )
    content = upload.read()
    return store(content, check_content(name, content))


def check_content(name: str, content: bytes) -> str:
    """The type of the content, or Refused in words when it is empty, not taken, or not what its name says."""
    if not content:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
    seen = magic.from_buffer(content[:8192], mime=True)
    if seen not in TAKEN:
        raise Refused(
            _("“%(name)s” is not a file that the court takes. Send PDF, DOCX, TXT, JPEG, PNG or TIFF.") % {"name": name}
        )
    if Path(name).suffix.lower() not in TAKEN[seen]:
        raise Refused(_("The name of “%(name)s” does not agree with its content.") % {"name": name})
    return str(seen)


def read(file: StoredFile) -> bytes:
    """The bytes as they were kept; Gone when they are missing or changed, so nobody reads or signs anything else."""
    try:
        content = path_of(file.sha256).read_bytes()
    except OSError as error:
        raise _damaged(file) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise _damaged(file)
    return content


def _damaged(file: StoredFile) -> Gone:
    log.error("stored file damaged", sha256=file.sha256)
    return Gone(_("The stored file is damaged and is not handed out. The administrator restores it from the backup."))
