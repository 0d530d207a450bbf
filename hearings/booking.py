"""Setting hearings: the database refuses a clash, and this says it in words and offers free times."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg2.extras import DateTimeTZRange

from cases.actions import show_next_hearing
from cases.lifecycle import Status
from cases.models import Case, JudgeSeat
from cases.secrecy import knowing
from core import clock, shown
from core.azerbaijani import search_key
from core.errors import Refused
from hearings import events, hours
from hearings.models import HOLDING, Hearing, Kind, Sitting, SittingPerson, State
from journal.actions import record
from reference.calendar import calendar
from reference.models import Room
from staff.models import Judge
from staff.presence import away_words

CLASHES = {
    "a_room_is_not_booked_twice": lambda: _("The room is taken at this time."),
    "a_judge_sits_in_one_place": lambda: _("The judge sits elsewhere at this time."),
    "a_participant_is_awaited_in_one_place": lambda: _("A participant is awaited at another hearing of this court."),
}
# A shorter surname begins too many words to accuse one of being a name.
NAMING = 4


@transaction.atomic
def set_hearing(
    case: Case, *, room: Room, starts_at: dt.datetime, minutes: int, kind: str, judge: Judge | None = None, by: Any
) -> Hearing:
    """Set a hearing of an accepted case in a room; terms and notices follow from its entry."""
    case = Case.objects.lock(case.pk)
    _refuse_wrong_stage(case)
    judge = judge or case.judge
    during = _during(starts_at, minutes)
    _refuse_absent(case, judge, clock.local(starts_at).date())
    hearing = _book(case, room, judge, during, kind)
    show_next(case)
    record(events.SET, on=hearing, by=by, **facts(hearing))
    return hearing


def _refuse_wrong_stage(case: Case) -> None:
    if case.status not in {Status.ACCEPTED, Status.HEARING}:
        raise Refused(_("A hearing is set once the case is accepted to proceedings."))


def _refuse_absent(case: Case, judge: Any, day: dt.date) -> None:
    """No hearing on a day on which the judge, another of the panel or the reserve judge is away."""
    seated = [seat.judge for seat in case.seats.held().select_related("judge__user")]
    sitting = {one.pk: one for one in [judge, *seated] if one is not None}
    if reasons := [words for one in sitting.values() if (words := away_words(one, day))]:
        raise Refused(*reasons)


def _during(starts_at: dt.datetime, minutes: int) -> DateTimeTZRange:
    starts, ends = clock.local(starts_at), clock.local(starts_at + dt.timedelta(minutes=minutes))
    reasons = list(hours.obstacles(starts, ends, now=clock.local(clock.now()), calendar=calendar()))
    if reasons:
        raise Refused(*reasons)
    return DateTimeTZRange(starts_at, starts_at + dt.timedelta(minutes=minutes))


def _book(case: Case, room: Room, judge: Any, during: DateTimeTZRange, kind: str) -> Hearing:
    known = knowing(case.participations.filter(to_on=None))
    people = [one.party for one in known.select_related("party", "role")]
    try:
        with transaction.atomic():
            sitting = Sitting.objects.create(body=case.court, room=room, judge=judge, during=during)
            SittingPerson.objects.bulk_create(
                SittingPerson(sitting=sitting, party=party, body=case.court, during=during)
                for party in {party.pk: party for party in people}.values()
            )
    except IntegrityError as error:
        raise Refused(*_in_words(error, room, judge, during)) from error
    _refuse_busy(case, sitting)
    return Hearing.objects.create(
        case=case, sitting=sitting, kind=kind, starts_at=during.lower, body=case.court, public_parties=public_line(case)
    )


def _refuse_busy(case: Case, sitting: Sitting) -> None:
    """Nobody of the panel, nor the reserve judge, sits elsewhere at this time; who books at once waits.

    That the presiding judge presides in one place at a time the database itself knows.
    """
    panel = set(case.seats.held().values_list("judge", flat=True)) - {sitting.judge_id}
    judges = list(
        Judge.objects.select_for_update(of=("self",)).filter(pk__in={*panel, sitting.judge_id}).order_by("pk")
    )
    beside = Hearing.objects.filter(sitting__state__in=HOLDING, sitting__during__overlap=sitting.during)
    beside = beside.exclude(sitting=sitting).exclude(case=case)
    seated = JudgeSeat.objects.held().filter(case__in=beside.values("case"))
    busy = {*beside.values_list("sitting__judge", flat=True), *seated.values_list("judge", flat=True)}
    if reasons := [_("%(judge)s sits at another hearing at this time.") % {"judge": j} for j in judges if j.pk in busy]:
        raise Refused(*reasons)


def public_line(case: Case) -> str:
    """`A. R. – V. Ə.`: the sides as public lists may show them."""
    sides: dict[str, list[str]] = {"claimant": [], "respondent": []}
    for one in case.participations.filter(to_on=None).select_related("party", "role"):
        if one.role.side in sides:
            sides[one.role.side].append(one.party.initials)
    return " – ".join(names[0] + (f" +{len(names) - 1}" if len(names) > 1 else "") for names in sides.values() if names)


def _in_words(error: IntegrityError, room: Room, judge: Any, during: DateTimeTZRange) -> list[str]:
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    if constraint not in CLASHES:
        raise error
    free = ", ".join(shown.hour(moment) for moment in free_times(room, judge, during))
    reasons = [CLASHES[constraint]()]
    if free:
        day = shown.day(during.lower)
        reasons.append(_("Free for room and judge on %(day)s: %(times)s.") % {"day": day, "times": free})
    return reasons


def free_times(room: Room, judge: Any, during: DateTimeTZRange, most: int = 4) -> Sequence[dt.datetime]:
    """Beginnings on the same day at which room and judge are both free, by half hours."""
    length = during.upper - during.lower
    day = clock.local(during.lower).date()
    taken = [s.during for s in _sittings_of_day(room, judge, day)]
    found: list[dt.datetime] = []
    for step in range(18):
        start = clock.at(day, hours.OPENS) + dt.timedelta(minutes=30 * step)
        ends = start + length
        is_free = not any(start < other.upper and ends > other.lower for other in taken)
        if is_free and not list(hours.obstacles(start, ends, now=clock.local(clock.now()), calendar=calendar())):
            found.append(start)
    return found[:most]


def _sittings_of_day(room: Room, judge: Any, day: dt.date) -> list[Sitting]:
    whole = DateTimeTZRange(clock.at(day, clock.MIDNIGHT), clock.at(day + clock.DAY, clock.MIDNIGHT))
    held = Sitting.objects.filter(state__in=HOLDING, during__overlap=whole)
    return [*held.filter(room=room), *held.filter(judge=judge)]


def facts(hearing: Hearing) -> dict[str, Any]:
    """What an entry says of a hearing."""
    sitting = hearing.sitting
    return {
        "hearing": hearing.pk,
        "kind": hearing.kind,
        "at": hearing.starts_at.isoformat(),
        "until": sitting.ends_at.isoformat(),
        "room": sitting.room.name,
        "judge": str(sitting.judge),
        "act": hearing.pk,
    }


def show_next(case: Case) -> None:
    """Keep the hearing that the case comes to next: one under way, or set for today or later."""
    today = clock.at(clock.today(), clock.MIDNIGHT)
    coming = case.hearings.filter(
        Q(sitting__state__in=[State.RUNNING, State.PAUSED]) | Q(sitting__state=State.PLANNED, starts_at__gte=today)
    )
    soonest = coming.select_related("sitting__room").order_by("starts_at").first()
    place = soonest.sitting.room.name if soonest else ""
    show_next_hearing(case, soonest.starts_at if soonest else None, place[:120])


@transaction.atomic
def release(hearing: Hearing, *, to: State, reason: str, by: Any) -> Hearing:
    """Adjourn or cancel: the room, the judge and the participants are free again."""
    sitting = Sitting.objects.select_for_update().get(pk=hearing.sitting_id)
    if sitting.state not in {State.PLANNED, State.RUNNING, State.PAUSED}:
        raise Refused(_("This hearing is over."))
    if not reason.strip():
        raise Refused(_("Say why: the reason stands in the lists."))
    _refuse_names(hearing.case, reason)
    sitting.state, sitting.note, sitting.changed_at = to, reason.strip()[:200], clock.now()
    sitting.save(update_fields=["state", "note", "changed_at"])
    SittingPerson.objects.filter(sitting=sitting).update(holds=False)
    hearing.sitting = sitting
    show_next(hearing.case)
    event = events.MOVED if to == State.MOVED else events.CANCELLED
    record(event, on=hearing, by=by, reason=sitting.note, **facts(hearing))
    return hearing


def _refuse_names(case: Case, reason: str) -> None:
    """Public lists show initials alone, so no reason in them names a party or a number of theirs."""
    words = search_key(reason).split()
    for one in case.participations.select_related("party"):
        told = [word for word in search_key(f"{one.party.surname} {one.party.fin}").split() if len(word) >= NAMING]
        if any(word.startswith(name) for name in told for word in words):
            raise Refused(_("Everybody reads the reason in the lists: write it without the name or FIN of a party."))


@transaction.atomic
def cancel_coming(case: Case, *, by: Any) -> None:
    """A case that is decided has no hearing to come: those still set are cancelled, and everybody called is told."""
    with translation.override(settings.LANGUAGE_CODE):
        reason = _("the case is decided")
    for hearing in case.hearings.filter(sitting__state=State.PLANNED, starts_at__gt=clock.now()).select_related("case"):
        release(hearing, to=State.CANCELLED, reason=reason, by=by)


@transaction.atomic
def adjourn(hearing: Hearing, *, room: Room, starts_at: dt.datetime, minutes: int, reason: str, by: Any) -> Hearing:
    """Put a hearing off to another time: the old one stays in the lists as adjourned."""
    release(hearing, to=State.MOVED, reason=reason, by=by)
    return set_hearing(
        hearing.case, room=room, starts_at=starts_at, minutes=minutes, kind=Kind(hearing.kind), by=by,
        judge=hearing.sitting.judge,
    )  # fmt: skip
