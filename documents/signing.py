"""Electronic signatures in PDF (PAdES): putting them in, one over the other, and checking them."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from core import clock
from core.errors import Refused
from documents.authority import Authority, authority
from documents.stamp import place_of, stamp
from journal.actors import Acting


@dataclass(frozen=True)
class Signed:
    """A PDF with one more signature."""

    content: bytes
    certificate: str
    at: dt.datetime


@dataclass(frozen=True)
class SignatureState:
    """One signature of a PDF and what the check found."""

    name: str
    signed_at: dt.datetime | None
    certificate: str
    is_intact: bool
    is_trusted: bool
    is_valid: bool

    @property
    def words(self) -> str:
        """What the check found, in words."""
        if not self.is_intact:
            return _("The file was changed after this signature.")
        if not self.is_trusted:
            return _("The certificate was not issued by a trusted authority.")
        return (
            _("The signature is valid.") if self.is_valid else _("The file was changed in a way that is not allowed.")
        )


class _Signer(PdfSigner):
    """Signs at the court's own time, which in the demo may lie ahead; asked for beforehand, since it lies in a row."""

    at: dt.datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def sign_pdf(pdf: bytes, person: Acting) -> Signed:
    """Sign the PDF in the person's name (PAdES B-T) with a visible stamp; earlier signatures stay valid."""
    vouching = authority()
    signer = vouching.signer_of(person)
    certificate = _certificate_words(signer.signing_cert)
    at = clock.now()
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        content = _put(writer, signer, person, certificate, vouching, at)
    except (PdfError, SigningError) as error:
        raise Refused(_("The file could not be signed: %(cause)s") % {"cause": error}) from error
    return Signed(content, certificate, at)


def _put(writer: Any, signer: Any, person: Acting, certificate: str, vouching: Authority, at: dt.datetime) -> bytes:
    place = len(writer.prev.embedded_signatures)
    page, box = place_of(writer.prev, place)
    field = f"Signature{place + 1}"
    meta = PdfSignatureMetadata(
        field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", name=person.actor_name
    )
    signing = _Signer(
        meta,
        signer,
        timestamper=vouching.time_stamper(),
        stamp_style=stamp(person, certificate),
        new_field_spec=SigFieldSpec(field, on_page=page, box=box),
    )
    signing.at = at
    signed: bytes = signing.sign_pdf(writer).getvalue()
    return signed


def check_pdf(pdf: bytes) -> list[SignatureState]:
    """Check every signature of the PDF in their order; a file that cannot be read has one broken signature."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
        roots = authority().roots()
        return [_check(signature, roots) for signature in signatures]
    except (PdfError, ValueError, KeyError, TypeError, AttributeError):
        return [SignatureState("", None, "", False, False, False)]


def _check(signature: Any, roots: list[Any]) -> SignatureState:
    """Trust is that of the moment of signing, which the time-stamp attests."""
    claimed = signature.self_reported_timestamp
    context = ValidationContext(trust_roots=roots, moment=claimed or clock.now(), allow_fetching=False)
    certificate = signature.signer_cert
    name, words = certificate.subject.native.get("common_name", ""), _certificate_words(certificate)
    try:
        found = validate_pdf_signature(signature, context, context)
    except SignatureValidationError:
        return SignatureState(name, claimed, words, False, False, False)
    stamped = found.timestamp_validity
    at = stamped.timestamp if stamped and stamped.valid and stamped.intact and stamped.trusted else None
    return SignatureState(
        name=name,
        signed_at=at or claimed,
        certificate=words,
        is_intact=found.intact and found.valid,
        is_trusted=found.trusted and at is not None,
        is_valid=found.bottom_line and at is not None,
    )


def _certificate_words(certificate: Any) -> str:
    """Who issued the certificate, and its number."""
    issuer = certificate.issuer.native.get("common_name", "")
    return f"{issuer} {certificate.serial_number:X}"
