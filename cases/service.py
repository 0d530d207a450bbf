"""What the fate of deliveries means in a case: service on a participant, or work for somebody at the desk."""

from typing import Any

from django.utils.translation import gettext as _

from cases import events
from cases.models import Case, Participation, Serving, Task, TaskKind
from cases.tracks import track
from core import clock
from documents.models import Document
from journal.actions import record
from journal.actors import LAW
from journal.models import Entry


def participation_of(key: str) -> int | None:
    """The participation that a delivery's recipient key names: `participation:12`."""
    kind, _colon, number = key.partition(":")
    return int(number) if kind == "participation" and number.isdecimal() else None


def key_of(participation: Participation) -> str:
    """How deliveries name the participant."""
    return f"participation:{participation.pk}"


def serve(entry: Entry, data: dict[str, Any]) -> None:
    """A paper was delivered: it is served on the participant on that day, once, whatever the channel (MPM 138)."""
    participation = _participant(entry, data)
    if participation is None or not data.get("document"):
        return
    document = Document.objects.get(pk=data["document"])
    serving, is_new = Serving.objects.get_or_create(
        participation=participation,
        document=document,
        defaults={"served_on": clock.today(), "way": data["channel"], "delivery": data["delivery"]},
    )
    if is_new:
        _record_service(serving, data.get("purpose", ""))


def _participant(entry: Entry, data: dict[str, Any]) -> Participation | None:
    number = participation_of(data.get("recipient_key", ""))
    people = Participation.objects.select_related("case__court", "case__kind", "case__category", "party")
    return people.filter(pk=number, case_id=entry.dossier).first() if number else None


def _record_service(serving: Serving, purpose: str) -> None:
    participation, case = serving.participation, serving.participation.case
    record(
        events.SERVED,
        on=case,
        by=LAW,
        participation=participation.pk,
        name=participation.party.short_name,
        document=serving.document_id,
        title=serving.document.title,
        purpose=purpose,
        track=track_of(case),
        on_date=serving.served_on.isoformat(),
    )


def track_of(case: Case) -> str:
    """The track on which the case runs."""
    return track(kind=case.kind.code, group=case.kind.group, category=case.category.code, price=case.claim_price)


def ask_for_help(entry: Entry, data: dict[str, Any]) -> None:
    """A delivery failed: it becomes work for whoever does tasks of the court."""
    case = Case.objects.select_related("court").filter(pk=entry.dossier).first()
    if case is None:
        return
    number = participation_of(data.get("recipient_key", ""))
    person = Participation.objects.select_related("party").filter(pk=number or 0).first()
    name = person.party.short_name if person else data.get("recipient", "")
    Task.objects.get_or_create(
        kind=TaskKind.DELIVERY,
        subject=f"delivery:{data['delivery']}",
        done_at=None,
        defaults={
            "dossier": case.dossier,
            "body": case.court,
            "right": "cases.tasks",
            "title": _("%(name)s: %(channel)s did not arrive, %(error)s")
            % {
                "name": name,
                "channel": data.get("channel_name", data.get("channel", "")),
                "error": data.get("error", ""),
            },
        },
    )
