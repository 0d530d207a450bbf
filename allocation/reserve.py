"""A reserve judge of a long trial before three judges, who takes an empty seat so that the trial need not begin anew.

CPM 309: the reserve judge sits in the courtroom from the first day; 308.2: a trial goes on with a replaced judge only
if a reserve judge was there. Until he takes a seat he neither votes nor signs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from allocation import events, vacancies
from allocation.giving import Vacancy, Why
from allocation.models import Draw, State
from allocation.rosters import PANEL, seats_of
from cases.lifecycle import Status
from cases.models import Case, JudgeSeat
from cases.seats import CRIMINAL, leads, move_reserve, reserve_seat
from core import clock, shown
from core.errors import Refused
from journal.actions import record
from staff.models import Absence

SEAT = PANEL + 1
# Before the trial begins: later nobody could have sat in it from its first day.
BEFORE_THE_TRIAL = {Status.REGISTERED, Status.ACCEPTED}
UNDECIDED = {*BEFORE_THE_TRIAL, Status.HEARING}


@dataclass(frozen=True)
class Gap:
    """A seat that the reserve judge can take: empty, or of a judge who is away today."""

    seat: int
    words: str
    absent: JudgeSeat | None = None


def is_heard_by_three(case: Case) -> bool:
    """Whether it is a criminal case before three judges, where the law knows a reserve judge."""
    return CRIMINAL in case.kind.group.split(";") and seats_of(case.court, case.kind.code) == PANEL


def may_be_asked(case: Case) -> bool:
    """Whether the case page offers to ask: a case with its judge that is not decided."""
    return case.judge_id is not None and case.status in UNDECIDED and reserve_seat(case) is None


def obstacles(case: Case) -> Iterator[str]:
    """Why no reserve judge can be asked for now, in words; nothing if one can."""
    if not is_heard_by_three(case):
        yield _("A reserve judge is for criminal cases before three judges (CPM 309).")
    if case.status not in BEFORE_THE_TRIAL:
        yield _("The trial has begun: a reserve judge must sit in it from its first day (CPM 309).")
    if JudgeSeat.objects.filter(case=case, to_on=None, is_reserve=False).count() < PANEL:
        yield _("The panel is not complete yet.")
    if reserve_seat(case):
        yield _("The case has a reserve judge already.")
    elif Vacancy.objects.filter(case=case, filled_by=None, is_reserve=True).exists():
        yield _("A reserve judge is asked for already; the draw comes by itself.")


@transaction.atomic
def ask_reserve(case: Case, *, seen: int, by: User) -> Case:
    """Ask for a reserve judge: a further seat, which an ordinary draw of the next attempt fills (CPM 309)."""
    case = Case.objects.lock(case.pk, seen=seen)
    if reasons := list(obstacles(case)):
        raise Refused(*reasons)
    if not leads(case, by):
        raise Refused(_("The presiding judge or the chair of the court asks for a reserve judge."))
    Vacancy.objects.create(case=case, judge=None, seat=SEAT, why=Why.RESERVE, is_reserve=True)
    case.risen().save(update_fields=["version"])
    record(events.RESERVE_ASKED, on=case, by=by, seat=SEAT)
    return case


def gaps(case: Case) -> list[Gap]:
    """Seats of the panel that the reserve judge can take: those that are empty, and those of judges away today."""
    empty = Vacancy.objects.filter(case=case, filled_by=None, is_reserve=False).select_related("judge__user")
    found = [Gap(row.seat, f"{row.seat}. {row.judge}, {row.get_why_display()}") for row in empty]
    seats = JudgeSeat.objects.filter(case=case, to_on=None, is_reserve=False).select_related("judge__user")
    for seat in seats.order_by("seat"):
        away = Absence.objects.filter(judge=seat.judge, from_on__lte=clock.today(), to_on__gte=clock.today()).first()
        if away:
            until = _("away until %(day)s") % {"day": shown.day(away.to_on)}
            found.append(Gap(seat.seat, f"{seat.seat}. {seat.judge}, {until}", seat))
    return found


def seating_obstacles(case: Case) -> Iterator[str]:
    """Why the reserve judge cannot take a seat now; nothing if he can."""
    if case.status not in UNDECIDED:
        yield _("The case is decided.")
    if reserve_seat(case) is None:
        yield _("The case has no reserve judge.")
    elif not gaps(case):
        yield _("No seat of the panel is empty, and none of its judges is away today.")


@transaction.atomic
def seat_reserve(case: Case, *, seat: int, seen: int, by: User) -> Case:
    """The reserve judge takes this seat instead of a draw, and the trial goes on where it stands (CPM 308.2)."""
    case = Case.objects.lock(case.pk, seen=seen)
    if reasons := list(seating_obstacles(case)):
        raise Refused(*reasons)
    if not leads(case, by):
        raise Refused(_("The presiding judge or the chair of the court gives the reserve judge a seat."))
    gap = next((one for one in gaps(case) if one.seat == seat), None)
    held = reserve_seat(case)
    if gap is None or held is None:
        raise Refused(_("This seat is not empty any more."))
    if gap.absent:
        vacancies.empty_seat(case, gap.absent.judge, why=Why.ABSENT, index=None, by=by)
    _move(case, held, seat, by=by)
    case.risen().save(update_fields=["version"])
    return case


def _move(case: Case, held: JudgeSeat, seat: int, *, by: Any) -> None:
    row = Vacancy.objects.select_for_update().get(case=case, seat=seat, filled_by=None)
    row.reserve, row.filled_by = held.judge, draw_of(case)
    row.save(update_fields=["reserve", "filled_by"])
    ground = {"why": row.why, "judge_before": str(row.judge), "draw": row.filled_by.public_id if row.filled_by else ""}
    move_reserve(case, held, seat, ground=ground, by=by)


def draw_of(case: Case) -> Draw | None:
    """The attempt by which the reserve judge came to the case."""
    came = Vacancy.objects.filter(case=case, is_reserve=True, filled_by__state=State.DONE).order_by("-pk")
    return came[0].filled_by if came else None
