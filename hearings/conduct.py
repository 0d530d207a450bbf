"""Holding a hearing and keeping its protocol (MPM 272 to 274)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import begin_hearing
from cases.deadlines import compute
from cases.models import Participation
from core import clock, shown
from core.errors import Refused, Stale
from core.words import date_in_words
from documents.actions import print_document, sign_document
from hearings import events
from hearings.booking import facts, show_next
from hearings.models import Attendance, Hearing, Kind, Presence, Protocol, Remark, Sitting, State
from journal.actions import record
from reference.calendar import calendar

# MPM 273: remarks are filed within three days of the signing.
REMARK_DAYS = 3


@transaction.atomic
def start(hearing: Hearing, *, by: Any) -> Protocol:
    """The judge opens the hearing; the first on the merits moves the case on."""
    sitting = _sitting(hearing, {State.PLANNED, State.PAUSED})
    if reasons := list(unopened(hearing)):
        raise Refused(*reasons)
    _turn(sitting, State.RUNNING)
    protocol, is_new = Protocol.objects.get_or_create(hearing=hearing, defaults={"body_id": hearing.body_id})
    if is_new or protocol.began_at is None:
        protocol.began_at = clock.now()
        protocol.save(update_fields=["began_at"])
        record(events.BEGAN, on=hearing, by=by, **facts(hearing))
    if hearing.kind == Kind.MAIN:
        begin_hearing(hearing.case, by=by)
    return protocol


def unopened(hearing: Hearing) -> Iterator[str]:
    """Why the hearing cannot be opened now: everybody was called for its day (MPM 138)."""
    if clock.local(hearing.starts_at).date() > clock.today():
        day = shown.day(hearing.starts_at)
        yield _("Everybody is called for %(day)s; to sit earlier, set another time.") % {"day": day}
    if hearing.is_missed:
        day = shown.day(hearing.starts_at)
        yield _("Its day, %(day)s, is over and the hearing was not opened.") % {"day": day}
        yield _("Adjourn it to another time, or cancel it with the reason; everybody who was called is told.")
        yield _("If it was held, enter its hours.")


@transaction.atomic
def enter_held(hearing: Hearing, *, began: dt.time, ended: dt.time, reason: str, by: Any) -> Protocol:
    """A hearing that was held and not opened here on its day is entered afterwards, with its hours and why so late."""
    sitting = _sitting(hearing, {State.PLANNED})
    ask_to_enter(hearing)
    if ended <= began:
        raise Refused(_("The end is not after the beginning: look at both hours."))
    _turn(sitting, State.ENDED)
    day = clock.local(hearing.starts_at).date()
    hours = {"began_at": clock.at(day, began), "ended_at": clock.at(day, ended)}
    protocol = Protocol.objects.create(hearing=hearing, body_id=hearing.body_id, **hours)
    if hearing.kind == Kind.MAIN:
        begin_hearing(hearing.case, by=by)
    show_next(hearing.case)
    told = {name: moment.isoformat() for name, moment in hours.items()} | {"on_date": day.isoformat(), "reason": reason}
    record(events.HELD, on=hearing, by=by, **facts(hearing), **told)
    return protocol


def ask_to_enter(hearing: Hearing) -> None:
    """Refused where there is nothing to enter afterwards."""
    if not hearing.is_missed:
        raise Refused(_("Its day is not over, or it is known already what became of it."))


@transaction.atomic
def end(hearing: Hearing, *, by: Any) -> Protocol:
    """The hearing is over; the protocol is due within ten days (MPM 272.7)."""
    sitting = _sitting(hearing, {State.RUNNING, State.PAUSED})
    _turn(sitting, State.ENDED)
    protocol = Protocol.objects.get(hearing=hearing)
    protocol.ended_at = clock.now()
    protocol.save(update_fields=["ended_at"])
    show_next(hearing.case)
    record(events.HELD, on=hearing, by=by, **facts(hearing))
    return protocol


def _sitting(hearing: Hearing, states: set[State]) -> Sitting:
    sitting = Sitting.objects.select_for_update().get(pk=hearing.sitting_id)
    if sitting.state not in states:
        raise Refused(_("This hearing cannot take this step: %(state)s.") % {"state": sitting.get_state_display()})
    return sitting


def _turn(sitting: Sitting, to: State) -> None:
    sitting.state, sitting.changed_at = to, clock.now()
    sitting.save(update_fields=["state", "changed_at"])


@transaction.atomic
def keep_protocol(
    protocol: Protocol, *, text: str, attendance: Mapping[int, tuple[str, dt.time | None]], seen: int, by: User
) -> Protocol:
    """Write down the course and who came; a signed protocol is changed no more."""
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    if protocol.signed_by_clerk_at:
        raise Refused(_("The protocol is signed; what is wrong in it is said by a remark."))
    if protocol.version != seen:
        raise Stale(str(protocol.clerk or ""), [_("course of the hearing")])
    protocol.text, protocol.clerk = text, by
    protocol.version += 1
    protocol.save(update_fields=["text", "clerk", "version"])
    for participation, (presence, came_at) in attendance.items():
        Attendance.objects.update_or_create(
            protocol=protocol, participation_id=participation, defaults={"presence": presence, "came_at": came_at}
        )
    return protocol


@transaction.atomic
def sign_by_clerk(protocol: Protocol, *, by: User) -> Protocol:
    """The clerk who kept the protocol prints and signs it; its text is locked."""
    protocol = Protocol.objects.select_for_update(of=("self",)).get(pk=protocol.pk)
    ask_for(protocol, "clerk")
    hearing = Hearing.objects.shown().get(pk=protocol.hearing_id)
    title = _("Record of the hearing of %(day)s") % {"day": shown.day(hearing.starts_at)}
    case, filled = hearing.case, _printed(protocol, hearing, by)
    template, name = "prints/protocol.html", "protokol.pdf"
    protocol.document = print_document(case.dossier, case.court, "protocol", title, template, filled, name, by=by)
    sign_document(protocol.document, by=by)
    protocol.signed_by_clerk_at = clock.now()
    protocol.save(update_fields=["document", "signed_by_clerk_at"])
    record(events.SIGNED_BY_CLERK, on=hearing, by=by, document=protocol.document_id)
    return protocol


def ask_for(protocol: Protocol, who: str) -> None:
    """Refused with each reason why the clerk, or the judge, cannot sign the protocol now."""
    reasons = list(unfinished(protocol) if who == "clerk" else unready(protocol))
    if reasons:
        raise Refused(*reasons)


def unready(protocol: Protocol) -> Iterator[str]:
    """Why the judge does not sign yet."""
    if protocol.document_id is None or protocol.signed_by_clerk_at is None:
        yield _("The clerk signs first.")
    elif protocol.signed_by_judge_at:
        yield _("The judge has signed already.")


def unfinished(protocol: Protocol) -> Iterator[str]:
    """Why the clerk does not sign yet."""
    if protocol.signed_by_clerk_at:
        yield _("The clerk has signed already.")
    if protocol.ended_at is None:
        yield _("The hearing is not over.")
    if not protocol.text.strip():
        yield _("The course of the hearing is not written down.")
    if not protocol.attendance.exists():
        yield _("It is not written down who came.")


def _printed(protocol: Protocol, hearing: Hearing, by: User) -> dict[str, Any]:
    """What the print of a protocol is filled with."""
    case, sitting = hearing.case, hearing.sitting
    came = protocol.attendance.select_related("participation__party", "participation__role")
    return {
        "court": case.court.name_az,
        "city": case.court.city,
        "number": case.number,
        "day": date_in_words(clock.local(hearing.starts_at).date()),
        "began": shown.hour(protocol.began_at),
        "ended": shown.hour(protocol.ended_at),
        "room": sitting.room.name,
        "hearing_kind": hearing.get_kind_display(),
        "bench": [[_("Presiding judge"), str(sitting.judge)], [_("Secretary of the hearing"), by.full_name]],
        "subject": case.claim_text or case.parties_line,
        "attendance": [[a.participation.party.spoken_name, str(a.participation.role), _came(a)] for a in came],
        "points": [],
        "text": protocol.text,
    }


def _came(attendance: Attendance) -> str:
    words = str(Presence(attendance.presence).label)
    return f"{words}, {shown.hour(attendance.came_at)}" if attendance.came_at else words


@transaction.atomic
def sign_by_judge(protocol: Protocol, *, by: User) -> Protocol:
    """The judge signs after the clerk, over the same text; three days for remarks begin."""
    protocol = Protocol.objects.select_for_update(of=("self",)).select_related("document").get(pk=protocol.pk)
    ask_for(protocol, "judge")
    assert protocol.document
    sign_document(protocol.document, by=by)
    protocol.signed_by_judge_at = clock.now()
    protocol.save(update_fields=["signed_by_judge_at"])
    hearing = Hearing.objects.shown().get(pk=protocol.hearing_id)
    record(events.PROTOCOL_SIGNED, on=hearing, by=by, document=protocol.document_id, act=hearing.pk)
    return protocol


def remarks_until(protocol: Protocol) -> dt.date | None:
    """The last day for remarks (MPM 273); a third day without work moves it to the next worked one (MPM 129.2)."""
    signed = protocol.signed_by_judge_at
    return compute(clock.local(signed).date(), REMARK_DAYS, "day", calendar()).date if signed else None


@transaction.atomic
def file_remark(protocol: Protocol, *, participation: Participation, text: str, by: Any) -> Remark:
    """A participant's remark, within three days of the signing (MPM 273)."""
    last = remarks_until(protocol)
    if last is None:
        raise Refused(_("Remarks are made on a signed protocol."))
    if clock.today() > last:
        raise Refused(_("The three days for remarks ended on %(day)s (MPM 273).") % {"day": shown.day(last)})
    if not text.strip():
        raise Refused(_("A remark needs some words."))
    remark = Remark.objects.create(protocol=protocol, participation=participation, text=text.strip())
    record(events.REMARK_FILED, on=protocol.hearing, by=by, act=remark.pk, name=participation.party.short_name)
    return remark


@transaction.atomic
def decide_remark(remark: Remark, *, is_accepted: bool, reason: str, by: User) -> Remark:
    """The judge accepts or refuses a remark within three days (MPM 274.2)."""
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if remark.decided_at:
        raise Refused(_("This remark is decided already."))
    remark.is_accepted, remark.reason, remark.decided_at = is_accepted, reason.strip(), clock.now()
    remark.save(update_fields=["is_accepted", "reason", "decided_at"])
    record(events.REMARK_DECIDED, on=remark.protocol.hearing, by=by, act=remark.pk, is_accepted=is_accepted)
    return remark
