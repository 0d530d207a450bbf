"""Registering a case: number, dossier, parties, papers and the entry that sets everything else going."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Dossier, User
from cases import events, numbering
from cases.models import Case, Channel, Filing, FilingKind, Participation
from cases.secrecy import open_dossier
from cases.service import track_of
from core import clock
from core.errors import Refused
from documents.actions import take_in_upload
from journal.actions import record
from parties.actions import Contacts, lock_identities, write_down
from parties.lookups import Told
from reference.models import Body, CaseKind, Category, PartyRole


@dataclass(frozen=True)
class PartyLine:
    """One party as the clerk wrote it down: the role, who it is, how to reach it."""

    role: PartyRole
    told: Told
    contacts: Contacts = field(default_factory=Contacts)


@dataclass(frozen=True)
class Claim:
    """What is claimed and what the duty hangs on; `duty_facts` is read by finance."""

    kind: CaseKind
    category: Category
    price: Decimal | None
    text: str
    channel: str = Channel.DESK
    is_electronic: bool = True
    duty_facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """A file brought with the claim."""

    kind: str
    title: str
    upload: UploadedFile


@transaction.atomic
def register_case(
    court: Body,
    claim: Claim,
    *,
    parties: Sequence[PartyLine],
    papers: Sequence[Paper] = (),
    submission: uuid.UUID | None = None,
    by: User,
) -> Case:
    """Register a claim on the day it came (MPM 153.1); the same submission twice gives the same case."""
    if submission and (known := _made_by(submission)):
        return known
    _refuse_incomplete(court, claim, parties)
    dossier = open_dossier(court, claim.category, by=by)
    lock_identities(line.told for line in parties)
    people = [(line.role, write_down(line.told, line.contacts, by=by)) for line in parties]
    case = _numbered(court, claim, dossier, people, submission)
    for order, (role, party) in enumerate(people, start=1):
        Participation.objects.create(case=case, party=party, role=role, order=order, from_on=clock.today())
    for paper in papers:
        _file(case, paper, claim.channel, by)
    record(events.REGISTERED, on=case, by=by, **_facts(case, claim))
    return case


def _made_by(submission: uuid.UUID) -> Case | None:
    """The case that this form has made; one that the same form is making this moment is waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"submission:{submission}"])
    found: Case | None = Case.objects.filter(submission=submission).first()
    return found


def _refuse_incomplete(court: Body, claim: Claim, parties: Sequence[PartyLine]) -> None:
    if not court.number_index:
        raise Refused(_("The index of this court in case numbers is not known."))
    if claim.category.kind_id != claim.kind.pk:
        raise Refused(_("The category belongs to another kind of case."))
    sides = {line.role.side for line in parties}
    if "claimant" not in sides:
        raise Refused(_("A claim needs a claimant."))
    if "respondent" not in sides:
        raise Refused(_("A claim needs a defendant."))


def _numbered(
    court: Body, claim: Claim, dossier: Dossier, people: Sequence[tuple[PartyRole, Any]], submission: uuid.UUID | None
) -> Case:
    """The case under the next number, which is taken last, so that its counter is locked for the least time."""
    now, year = clock.now(), clock.today().year
    case = Case(
        dossier=dossier,
        court=court,
        kind=claim.kind,
        category=claim.category,
        claim_price=claim.price,
        claim_text=claim.text,
        channel=claim.channel,
        is_electronic=claim.is_electronic,
        duty_facts=claim.duty_facts,
        parties_line=parties_line(people),
        weight=claim.category.weight,
        registered_at=now,
        submission=submission,
        year=year,
    )
    case.sequence = numbering.next_sequence(court, claim.kind, year)
    case.number = numbering.compose(
        prefix=claim.kind.number_prefix,
        index=court.number_index,
        sequence=case.sequence,
        year=year,
        is_electronic=claim.is_electronic,
    )
    case.save(force_insert=True)
    return case


def parties_line(people: Sequence[tuple[PartyRole, Any]]) -> str:
    """`Aysel Rəhimli – Vüqar Əsgərov`: first of each side, and how many more."""
    sides: dict[str, list[str]] = {"claimant": [], "respondent": []}
    for role, party in people:
        if role.side in sides:
            sides[role.side].append(party.short_name)
    return " – ".join(
        f"{names[0]} +{len(names) - 1}" if len(names) > 1 else names[0] for names in sides.values() if names
    )[:400]


def _file(case: Case, paper: Paper, channel: str, by: User) -> None:
    document = take_in_upload(case.dossier, case.court, paper.kind, paper.title, paper.upload, by=by)
    Filing.objects.create(case=case, kind=paper.kind or FilingKind.APPENDIX, document=document, channel=channel)


def _facts(case: Case, claim: Claim) -> dict[str, Any]:
    return {
        "number": case.number,
        "kind": claim.kind.code,
        "category": claim.category.code,
        "price": str(claim.price) if claim.price is not None else None,
        "weight": case.weight,
        "channel": claim.channel,
        "track": track_of(case),
        "parties": [[p.role.code, p.party_id] for p in case.participations.select_related("role")],
    }
