"""Papers that come into a running case, and what they set off."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cases import events
from cases.models import Case, Channel, Filing, FilingKind, Participation
from documents.actions import take_in_upload
from journal.actions import record

EVENT_OF = {FilingKind.OBJECTION: events.OBJECTION_FILED, FilingKind.APPEAL: events.APPEAL_FILED}


@transaction.atomic
def file_paper(
    case: Case,
    *,
    kind: str,
    title: str,
    upload: UploadedFile,
    participation: Participation | None = None,
    channel: str = Channel.DESK,
    by: Any,
) -> Filing:
    """Bring a paper into the case; an objection or an appeal is an event of its own, since terms hang on it."""
    document = take_in_upload(case.dossier, case.court, kind, title, upload, by=by)
    filing = Filing.objects.create(
        case=case, kind=kind, document=document, participation=participation, channel=channel
    )
    event = EVENT_OF.get(FilingKind(kind), events.FILED)
    record(
        event,
        on=case,
        by=by,
        title=title,
        kind=kind,
        document=document.pk,
        participation=participation.pk if participation else None,
    )
    return filing
