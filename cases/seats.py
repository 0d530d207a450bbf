"""A judge leaves a seat of the case, another takes it; the rest of the panel stays as it sits."""

from collections.abc import Container, Mapping, Sequence
from typing import Any, NamedTuple

from accounts.models import TeamMember, User
from cases import events
from cases.models import Case, JudgeSeat
from core import clock
from core.together import update_together
from journal.actions import record
from staff.models import Judge
from staff.presence import chairs

CRIMINAL = "cinayet"


def leads(case: Case, user: User) -> bool:
    """Whether the person is the presiding judge of the case or heads its court."""
    presides = case.judge is not None and case.judge.user_id == user.pk
    return presides or user.pk in chairs(case.court)


def reserve_seat(case: Case) -> JudgeSeat | None:
    """The seat of the reserve judge, if the case has one; criminal cases alone can (CPM 309)."""
    if CRIMINAL not in case.kind.group.split(";"):
        return None
    found: JudgeSeat | None = (
        case.seats.held().filter(is_reserve=True).select_related("judge__user", "judge__body").first()
    )
    return found


class Taken(NamedTuple):
    """Seats of a case that judges take, and what the journal says why."""

    case: Case
    judges: Mapping[int, Judge]
    ground: dict[str, Any]
    reserve: Container[int] = ()


def leave_seat(case: Case, judge: Judge, *, ground: dict[str, Any], by: Any) -> int:
    """Take the seat from a judge (MPM 23) in a case that the caller has locked; its number in the panel."""
    return leave_seats([case], judge, ground=ground, by=by)[case.pk]


def leave_seats(cases: Sequence[Case], judge: Judge, *, ground: dict[str, Any], by: Any) -> dict[int, int]:
    """Take the judge's seats in many locked cases at once; the number of the seat in each."""
    today = clock.today()
    held = JudgeSeat.objects.select_for_update().filter(case__in=cases, judge=judge, to_on=None)
    seats = dict(held.values_list("case", "seat"))
    held.update(to_on=today)
    team = TeamMember.objects.filter(dossier__in=seats, user=judge.user_id, part="judge", to_on=None)
    team.update(to_on=today)
    reported = [case for case in cases if case.judge_id == judge.pk]
    for case in reported:
        case.judge = None
    update_together(reported, ["judge"])
    for case in cases:
        told = {"judge": judge.public_id, "name": str(judge), "seat": seats[case.pk]}
        record(events.JUDGE_LEFT, on=case, by=by, **told, **ground)
    return seats


def take_seats(
    case: Case, judges: Mapping[int, Judge], *, reserve: Container[int] = (), ground: dict[str, Any], by: Any
) -> None:
    """Seat judges in the empty seats of a case that the caller has locked; who has the first is its reporter.

    `reserve`: the seats that are those of a reserve judge (CPM 309).
    """
    take_all([Taken(case, judges, ground, reserve)], by=by)


def take_all(taken: Sequence[Taken], *, by: Any) -> None:
    """Seat judges in the empty seats of many locked cases at once."""
    today, now = clock.today(), clock.now()
    JudgeSeat.objects.bulk_create(
        JudgeSeat(case=one.case, judge=judge, seat=seat, is_reserve=seat in one.reserve, from_on=today)
        for one in taken
        for seat, judge in one.judges.items()
    )
    TeamMember.objects.bulk_create(
        TeamMember(dossier=one.case.dossier, user=judge.user, part="judge", from_on=today)
        for one in taken
        for judge in one.judges.values()
    )
    reported = [one for one in taken if 1 in one.judges]
    for one in reported:
        one.case.judge, one.case.drawn_at = one.judges[1], now
    update_together([one.case for one in reported], ["judge", "drawn_at"])
    for one in taken:
        judges = list(one.judges.values())
        named = {"judges": [judge.public_id for judge in judges], "names": [str(judge) for judge in judges]}
        as_reserve = {"reserve": True} if all(seat in one.reserve for seat in one.judges) else {}
        record(events.JUDGE_ASSIGNED, on=one.case, by=by, seats=list(one.judges), **named, **as_reserve, **one.ground)


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
