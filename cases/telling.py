"""Telling the participants of a case: who is told, how they are reached, and by what key the answer comes back."""

import re
from collections.abc import Iterable
from typing import Any

from cases.models import Case, Participation
from cases.secrecy import knowing
from cases.service import key_of
from core.fields import guarded_names
from documents.models import Document
from notifications.actions import notify
from notifications.ladder import Recipient
from notifications.models import Delivery

# Sides to which papers of the case are served; witnesses and experts are called, not served.
SERVED = {"claimant", "respondent", "third_party", "same_side", "representative"}


def people_of(case: Case, *, sides: Iterable[str] = SERVED) -> list[Participation]:
    """Those who take part today on these sides and may know of it, in the order of the case."""
    found = knowing(case.participations.filter(to_on=None, role__side__in=list(sides)))
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
    hidden = of_others(participation)
    return notify(
        case.dossier,
        case.court,
        recipient(participation),
        subject=without(subject, hidden),
        text=without(text, hidden),
        document=document.pk if document else None,
        purpose=purpose,
        by=by,
    )


def of_others(participation: Participation) -> set[str]:
    """What field rights guard of the others in the case: the reader of a letter holds no right of the court."""
    names = guarded_names("parties.party")
    own = {getattr(participation.party, name) for name in names}
    others = participation.case.participations.select_related("party")
    values = {getattr(other.party, name) for other in others for name in names} - own
    # A bare name of a town is nobody's secret and stands in the names of courts.
    return {value for value in values if value and (value.isupper() or re.search(r"[\d@]", value))}


def without(words: str, hidden: Iterable[str]) -> str:
    """The words, typed by a person perhaps, without these values, however spaced."""
    for value in sorted(hidden, key=len, reverse=True):
        spaced = r"[\s()-]*".join(re.escape(letter) for letter in value if not letter.isspace())
        words = re.sub(rf"(?<!\w){spaced}(?!\w)", "", words, flags=re.IGNORECASE)
    return words
