"""A judge leaves a seat of the case, another takes it; the rest of the panel stays as it sits."""

from collections.abc import Container, Mapping
from typing import Any

from accounts.models import TeamMember
from cases import events
from cases.models import Case, JudgeSeat
from core import clock
from journal.actions import record
from staff.models import Judge

CRIMINAL = "cinayet"


def reserve_seat(case: Case) -> JudgeSeat | None:
    """The seat of the reserve judge, if the case has one; criminal cases alone can (CPM 309)."""
    if CRIMINAL not in case.kind.group.split(";"):
        return None
    found: JudgeSeat | None = (
        case.seats.held().filter(is_reserve=True).select_related("judge__user", "judge__body").first()
    )
    return found


def leave_seat(case: Case, judge: Judge, *, ground: dict[str, Any], by: Any) -> int:
    """Take the seat from a judge (MPM 23) in a case that the caller has locked; its number in the panel."""
    held = JudgeSeat.objects.select_for_update().get(case=case, judge=judge, to_on=None)
    held.to_on = clock.today()
    held.save(update_fields=["to_on"])
    team = TeamMember.objects.filter(dossier=case.dossier_id, user=judge.user_id, part="judge", to_on=None)
    team.update(to_on=held.to_on)
    if case.judge_id == judge.pk:
        case.judge = None
        case.save(update_fields=["judge"])
    record(events.JUDGE_LEFT, on=case, by=by, judge=judge.public_id, name=str(judge), seat=held.seat, **ground)
    return held.seat


def take_seats(
    case: Case, judges: Mapping[int, Judge], *, reserve: Container[int] = (), ground: dict[str, Any], by: Any
) -> None:
    """Seat judges in the empty seats of a case that the caller has locked; who has the first is its reporter.

    `reserve`: the seats that are those of a reserve judge (CPM 309).
    """
    today = clock.today()
    for seat, judge in judges.items():
        JudgeSeat.objects.create(case=case, judge=judge, seat=seat, is_reserve=seat in reserve, from_on=today)
        TeamMember.objects.create(dossier=case.dossier, user=judge.user, part="judge", from_on=today)
    if 1 in judges:
        case.judge, case.drawn_at = judges[1], clock.now()
        case.save(update_fields=["judge", "drawn_at"])
    taken = list(judges.values())
    named = {"judges": [judge.public_id for judge in taken], "names": [str(judge) for judge in taken]}
    as_reserve = {"reserve": True} if all(seat in reserve for seat in judges) else {}
    record(events.JUDGE_ASSIGNED, on=case, by=by, seats=list(judges), **named, **as_reserve, **ground)


def move_reserve(case: Case, held: JudgeSeat, seat: int, *, ground: dict[str, Any], by: Any) -> None:
    """The reserve judge takes an empty seat of a case that the caller has locked; the trial goes on (CPM 308.2)."""
    today, judge = clock.today(), held.judge
    held.to_on = today
    held.save(update_fields=["to_on"])
    JudgeSeat.objects.create(case=case, judge=judge, seat=seat, from_on=today)
    if seat == 1:
        case.judge = judge
        case.save(update_fields=["judge"])
    record(events.RESERVE_SEATED, on=case, by=by, judge=judge.public_id, name=str(judge), seat=seat, **ground)
