"""The receipt of a party: one page that says how the case came to its judge and lets anybody check it."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from allocation import publishing
from allocation.actions import proofs_of
from allocation.models import CHANCED, Draw
from cases.models import Case
from core import shown
from documents import barcodes
from documents.printing import LANGUAGE, print_paper
from staff.models import Judge


def receipt(draw: Draw, case: Case) -> bytes:
    """The page as a PDF, in the language of proceedings; of a sealed case it alone shows the salt."""
    with translation.override(LANGUAGE):
        return print_paper("prints/draw_receipt.html", _facts(draw, case))


def served_receipt(draw: Draw, case: Case) -> HttpResponse:
    """The receipt for the eyes of this person alone."""
    response = HttpResponse(receipt(draw, case), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="draw-{draw.public_id}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _facts(draw: Draw, case: Case) -> dict[str, Any]:
    court, address = case.court, f"{settings.PUBLIC_URL}{draw.get_absolute_url()}"
    return {
        "court": court.name_az,
        "court_address": court.address,
        "court_phone": court.phone,
        "number": case.number,
        # The codes below the page lead to the draw itself: there the paper is checked.
        "code": draw.public_id,
        "verify_url": address,
        "qr": barcodes.qr(address),
        "is_random": draw.way in CHANCED,
        "batch": str(draw.batch or ""),
        "why": publishing.sentence(draw),
        "drawn_at": shown.moment(draw.at),
        "drawn": _names(draw),
        "entry": draw.index,
        "hashes": list(_hashes(draw).items()),
        "is_covert": case.dossier.is_covert,
        "salt": bytes(draw.salt).hex(),
        "public_name": draw.case,
    }


def _names(draw: Draw) -> list[str]:
    """The judges in order of seats, with the ids by which the public log knows them."""
    seated = Judge.objects.filter(body=draw.log.court_id, public_id__in=draw.judges).select_related("user")
    names = {judge.public_id: str(judge) for judge in seated}
    return [f"{names[judge]} ({judge})" if judge in names else judge for judge in draw.judges]


def _hashes(draw: Draw) -> dict[str, str]:
    signed = draw.batch or draw
    entered = {_("SHA-256 of the record"): hashlib.sha256(signed.record.encode()).hexdigest()}
    if not draw.is_proved:
        return entered
    court, witness = proofs_of(draw)
    return entered | {_("Signature of the court"): court.hex(), _("Signature of the witness"): witness.hex()}
