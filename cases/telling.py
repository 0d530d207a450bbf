"""Telling the participants of a case: who is told, how they are reached, and by what key the answer comes back."""

from collections.abc import Iterable
from typing import Any

from cases.models import Case, Participation
from cases.service import key_of
from documents.models import Document
from notifications.actions import notify
from notifications.ladder import Recipient
from notifications.models import Delivery

# Sides to which papers of the case are served; witnesses and experts are called, not served.
SERVED = {"claimant", "respondent", "third_party", "same_side", "representative"}


def people_of(case: Case, *, sides: Iterable[str] = SERVED) -> list[Participation]:
    """Those who take part today on these sides, in the order of the case."""
    found = case.participations.filter(to_on=None, role__side__in=list(sides))
    return list(found.select_related("party", "role", "case__court", "case__dossier"))


def recipient(participation: Participation) -> Recipient:
    """The participant as notifications know a person."""
    party = participation.party
    return Recipient(
        name=party.spoken_name,
        key=key_of(participation),
        fin=party.fin or "",
        voen=party.voen or "",
        email=party.email,
        phone=party.phone,
    )


def tell(
    participation: Participation, *, subject: str, text: str, document: Document | None, purpose: str, by: Any
) -> list[Delivery]:
    """Tell one participant; the same paper for the same purpose is told once."""
    case = participation.case
    return notify(
        case.dossier,
        case.court,
        recipient(participation),
        subject=subject,
        text=text,
        document=document.pk if document else None,
        purpose=purpose,
        by=by,
    )
