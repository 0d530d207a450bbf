"""Notices of a hearing: a paper for each participant, served by every channel (MPM 138, 139)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Participation
from cases.telling import people_of, tell
from core import clock, shown
from core.azerbaijani import lower
from documents.actions import print_document
from documents.defaults import word_template
from documents.docx import fill
from documents.models import Document
from hearings.models import Hearing
from journal.actors import job
from journal.models import Entry

SENDER = job("notices of hearings", gettext_lazy("notices of hearings"))
PURPOSE = "notice"


def send_notices(entry: Entry, data: dict[str, Any]) -> None:
    """Print and serve the notice of a hearing that was set, once for each participant."""
    hearing = Hearing.objects.shown().select_related("case__dossier").get(pk=entry.subject_id)
    for participation in people_of(hearing.case):
        paper = _paper(hearing, participation)
        when, room = shown.moment(hearing.starts_at), hearing.sitting.room.name
        tell(
            participation,
            subject=_("Hearing of case %(number)s") % {"number": hearing.case.number},
            text=_("You are called to the court on %(when)s, %(room)s.") % {"when": when, "room": room},
            document=paper,
            purpose=PURPOSE,
            by=SENDER,
        )


def send_changes(entry: Entry, data: dict[str, Any]) -> None:
    """Tell everybody that a hearing does not take place at its time."""
    hearing = Hearing.objects.shown().select_related("case__dossier").get(pk=entry.subject_id)
    for participation in people_of(hearing.case):
        tell(
            participation,
            subject=_("Change in case %(number)s") % {"number": hearing.case.number},
            text=_("The hearing of %(when)s does not take place: %(reason)s.")
            % {"when": shown.moment(hearing.starts_at), "reason": data.get("reason", "")},
            document=None,
            purpose="notice-change",
            by=SENDER,
        )


def _paper(hearing: Hearing, participation: Participation) -> Document:
    """The notice of this hearing for this participant, printed once."""
    title = _("Notice of the hearing of %(when)s for %(name)s") % {
        "when": shown.moment(hearing.starts_at),
        "name": participation.party.short_name,
    }
    case = hearing.case
    known = Document.objects.filter(dossier=case.dossier_id, kind="notice", title=title[:300]).first()
    return known or print_document(
        case.dossier, case.court, "notice", title[:300], "prints/notice.html", fields(hearing, participation),
        "bildiris.pdf", by=SENDER,
    )  # fmt: skip


def fields(hearing: Hearing, participation: Participation) -> dict[str, Any]:
    """What the notice says; the same fields fill the page and the Word template."""
    case, sitting, party = hearing.case, hearing.sitting, participation.party
    return {
        "court": case.court.name_az,
        "court_address": case.court.address,
        "court_phone": case.court.phone,
        "city": case.court.city,
        "number": case.number,
        "is_summons": False,
        "recipient": party.spoken_name,
        "capacity": lower(participation.role.name_az),
        "recipient_address": party.actual_address or party.registered_address,
        "day": shown.day(hearing.starts_at),
        "hour": shown.hour(hearing.starts_at),
        "room": sitting.room.name,
        "subject": case.claim_text or str(case.category),
        "parties": [[one.role.name_az, one.party.spoken_name] for one in people_of(case)],
        "hearing_kind": hearing.get_kind_display(),
        "judge": str(sitting.judge),
        "evidence": "",
        "consequences": "",
        "made_on": shown.day(clock.today()),
        "clerk": "",
        "with_slip": True,
        "code": "",
    }


def word_notice(hearing: Hearing, participation: Participation) -> bytes:
    """The same notice as a Word file, for a court that must add something by hand."""
    return fill(word_template("notice"), fields(hearing, participation))
