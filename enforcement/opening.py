"""The enforcement office takes in a writ: a dossier of its own, a single number, an officer."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from accounts.models import Dossier, Posting, TeamMember, User
from core import clock, files
from documents.actions import current_version, make_document
from documents.models import Document, Signature
from enforcement import events, numbering
from enforcement.models import OPEN_STATES, EnforcementCase, Writ, WritState
from journal.actions import record
from journal.actors import job
from journal.models import Entry
from reference.models import Body

INBOX = job("inbox of the enforcement offices", gettext_lazy("inbox of the enforcement offices"))
OFFICER = "officer"


def open_cases(entry: Entry, data: dict[str, Any]) -> None:
    """Open an enforcement case on each writ of the court's case that was sent and has none yet (EI-6.1.1)."""
    sent = Writ.objects.select_for_update(of=("self",)).filter(case=entry.dossier, state=WritState.SENT)
    for writ in sent.filter(enforcement_case=None).select_related("case__court", "office", "document").order_by("pk"):
        open_case(writ)


def open_case(writ: Writ) -> EnforcementCase:
    """Open the case, give it to the officer with the least work, and tell the court its number."""
    office, year = writ.office, clock.today().year
    officer, dossier = least_loaded(office), Dossier.objects.create(body=office)
    paper = _taken_in(writ, dossier)
    sequence = numbering.next_sequence(office, year)
    case: EnforcementCase = EnforcementCase.objects.create(
        dossier=dossier,
        writ=writ,
        office=office,
        number=numbering.compose(index=numbering.index_of(office), sequence=sequence, year=year),
        sequence=sequence,
        year=year,
        officer=officer,
        opened_on=clock.today(),
    )
    facts = {"number": case.number, "officer": officer.full_name if officer else ""}
    if officer:
        TeamMember.objects.create(dossier=dossier, user=officer, part=OFFICER, from_on=case.opened_on)
    record(events.OPENED, on=case, by=INBOX, writ=writ.number, document=paper.pk if paper else None, **facts)
    record(events.RECEIVED, on=writ, by=INBOX, writ=writ.number, office=office.name_az, **facts)
    return case


def _taken_in(writ: Writ, dossier: Dossier) -> Document | None:
    """The signed writ byte by byte in the office's own dossier, with who signed it."""
    if writ.document is None:
        return None
    original = current_version(writ.document)
    copy = make_document(
        dossier, writ.office, "writ", writ.document.title, files.read(original.file), original.name, by=INBOX
    )
    copy.is_incoming, copy.signed_at = True, writ.document.signed_at
    copy.save(update_fields=["is_incoming", "signed_at"])
    version = current_version(copy)
    for signature in Signature.objects.filter(version__document=writ.document):
        signature.pk, signature.version = None, version
        signature.save(force_insert=True)
    return copy


def officers_of(office: Body) -> list[User]:
    """Officers posted in the office today, the one with the fewest open cases first; its chief gets no cases."""
    posted = Posting.objects.in_force(clock.today()).filter(
        body=office, role__rights__contains=["enforcement.act"], user__is_active=True
    )
    ids = posted.exclude(role__rights__contains=["enforcement.assign"]).values_list("user_id", flat=True)
    load = Count("enforcement_cases", filter=Q(enforcement_cases__state__in=OPEN_STATES))
    return list(User.objects.filter(pk__in=list(ids)).annotate(load=load).order_by("load", "pk"))


def least_loaded(office: Body) -> User | None:
    """The officer with the fewest open cases; None in an office without officers, where the chief sees to it."""
    return next(iter(officers_of(office)), None)
