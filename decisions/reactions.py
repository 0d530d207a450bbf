"""What follows from a signed act: it is served on everybody, and once all have it, that is noted."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Participation, Serving
from cases.telling import people_of, tell
from decisions import events
from decisions.models import Act, State
from journal.actions import record
from journal.actors import LAW, job
from journal.models import Entry

SENDER = job("service of acts", gettext_lazy("service of acts"))
# Those without whose service the act has not been delivered (MPM 227.3); representatives get their copy besides.
PARTIES = {"claimant", "respondent", "third_party", "same_side"}
PURPOSES = {"judgment", "ruling"}


def serve_act(entry: Entry, data: dict[str, Any]) -> None:
    """Serve the signed act on every participant: into the cabinet, or on paper (MPM 227.3, 227.4; EM-9.2.18)."""
    act = Act.objects.shown().get(pk=data["act"])
    purpose = "judgment" if act.is_final else "ruling"
    for participation in people_of(act.case):
        tell(
            participation,
            subject=_("Act of the court in case %(number)s") % {"number": act.case.number},
            text=_("The court signed an act in your case. Your term of appeal begins on the day of its delivery."),
            document=act.document,
            purpose=purpose,
            by=SENDER,
        )


def serve_after_secrecy(entry: Entry, data: dict[str, Any]) -> None:
    """The secrecy ended: what was signed meanwhile is served on those who could not know of the case."""
    for act in Act.objects.shown().filter(case=entry.dossier, state=State.SIGNED).order_by("signed_at"):
        serve_act(entry, {"act": act.pk})


def parties_of(act: Act) -> list[Participation]:
    """Those who must be served."""
    return people_of(act.case, sides=PARTIES)


def servings_of(act: Act) -> dict[int, Any]:
    """Everyone who must be served, with the day of service or None."""
    served = dict(Serving.objects.filter(document=act.document_id).values_list("participation_id", "served_on"))
    return {one.pk: served.get(one.pk) for one in parties_of(act)}


def note_delivery(entry: Entry, data: dict[str, Any]) -> None:
    """A paper was served: when the last party has the act, it is delivered (MPM 227.3)."""
    if data.get("purpose") not in PURPOSES:
        return
    act = Act.objects.select_for_update(of=("self",)).shown().filter(document=data["document"]).first()
    if act is None or act.delivered_on:
        return
    days = servings_of(act).values()
    if not days or None in days:
        return
    act.delivered_on = max(days)
    act.save(update_fields=["delivered_on"])
    event = events.DELIVERED if act.is_final else events.RULING_DELIVERED
    record(event, on=act, by=LAW, act=act.pk, document=act.document_id, on_date=act.delivered_on.isoformat())
