"""A judge leaves a seat of the case, another takes it; the rest of the panel stays as it sits."""

from collections.abc import Mapping
from typing import Any

from accounts.models import TeamMember
from cases import events
from cases.models import Case, JudgeSeat
from core import clock
from journal.actions import record
from staff.models import Judge


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


def take_seats(case: Case, judges: Mapping[int, Judge], *, ground: dict[str, Any], by: Any) -> None:
    """Seat judges in the empty seats of a case that the caller has locked; who has the first is its reporter."""
    today = clock.today()
    for seat, judge in judges.items():
        JudgeSeat.objects.create(case=case, judge=judge, seat=seat, from_on=today)
        TeamMember.objects.create(dossier=case.dossier, user=judge.user, part="judge", from_on=today)
    if 1 in judges:
        case.judge, case.drawn_at = judges[1], clock.now()
        case.save(update_fields=["judge", "drawn_at"])
    taken = list(judges.values())
    named = {"judges": [judge.public_id for judge in taken], "names": [str(judge) for judge in taken]}
    record(events.JUDGE_ASSIGNED, on=case, by=by, seats=list(judges), **named, **ground)
