"""Copies of the claim go to the respondents within five days of acceptance (MPM 168.1)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import events
from cases.models import Case, FilingKind
from cases.telling import people_of, tell
from journal.actions import record
from journal.actors import job
from journal.models import Entry

SENDER = job("copies of the claim", gettext_lazy("copies of the claim"))


def send_copies(entry: Entry, data: dict[str, Any]) -> None:
    """Serve the statement of claim on each respondent, once; their twenty days for an objection begin with service."""
    case = Case.objects.select_related("court", "dossier").get(pk=entry.dossier)
    claim = case.filings.filter(kind=FilingKind.CLAIM).exclude(document=None).select_related("document").first()
    if claim is None:
        return
    people = people_of(case, sides={"respondent", "third_party"})
    for participation in people:
        tell(
            participation,
            subject=_("Copy of the claim in case %(number)s") % {"number": case.number},
            text=_("A claim against you was accepted. You may object in writing within 20 days (MPM 154.1)."),
            document=claim.document,
            purpose="claim-copy",
            by=SENDER,
        )
    record(events.COPIES_SENT, on=case, by=SENDER, document=claim.document_id, count=len(people))
