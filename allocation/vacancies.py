"""Seats that were taken from judges: what a later attempt of a case fills, and who cannot be drawn for it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from allocation.courtlog import enter
from allocation.drawing import Matter
from allocation.giving import Vacancy, Why
from allocation.models import Conflict, CourtLog, Draw
from cases.models import Case, JudgeSeat
from cases.seats import leave_seat, take_seats
from staff.models import Judge

BATCH = 100


def of_case(case: Case) -> list[Vacancy]:
    """The empty seats of a case, those emptied first before the others."""
    return list(Vacancy.objects.filter(case=case, filled_by=None))


def narrowed(matter: Matter, vacant: Sequence[Vacancy]) -> Matter:
    """The matter of an attempt that fills the empty seats alone."""
    return replace(matter, seats=len(vacant)) if vacant else matter


def bar_sitting(log: CourtLog, case: Case, named: str) -> None:
    """Enter that those who sit in the panel cannot be drawn for its empty seat."""
    known = Conflict.objects.filter(case=named).values("judge")
    seats = JudgeSeat.objects.filter(case=case, to_on=None).exclude(judge__in=known).select_related("judge")
    for seat in seats.order_by("seat"):
        index, _text = enter(log, "conflict", judge=seat.judge.public_id, case=named)
        Conflict.objects.create(log=log, judge=seat.judge, case=named, index=index)


def empty_seat(case: Case, judge: Judge, *, why: Why, index: int | None, by: Any) -> Vacancy:
    """Take the seat from a judge in a case that the caller has locked; the next draw of the case fills it.

    `index`: the entry of the public log that says why; none for a judge who never had a place in it.
    """
    seat = leave_seat(case, judge, ground={"why": str(why)}, by=by)
    return Vacancy.objects.create(case=case, judge=judge, seat=seat, why=why, index=index)


def fill(
    case: Case, draw: Draw, vacant: Sequence[Vacancy], judges: Sequence[Judge], *, ground: dict[str, Any], by: Any
) -> None:
    """Seat the drawn judges in the seats that were empty when the record was made."""
    filled = vacant[: len(judges)]
    take_seats(case, {row.seat: judge for row, judge in zip(filled, judges, strict=True)}, ground=ground, by=by)
    Vacancy.objects.filter(pk__in=[row.pk for row in filled]).update(filled_by=draw)


def cases_with_empty_seats() -> list[Case]:
    """Open cases with an empty seat, the longest empty first."""
    waiting = Vacancy.objects.filter(filled_by=None).order_by("pk").values_list("case", flat=True)[:BATCH]
    found = Case.objects.filter(pk__in=waiting).select_related("court", "kind", "category", "dossier")
    return [case for case in found if case.is_open]


def reporters(draws: Iterable[Draw]) -> dict[int, str | None]:
    """Who has the first seat of each case after these draws, in the order of attempts; None while it is empty."""
    draws = list(draws)
    emptied = Vacancy.objects.filter(case__in={draw.dossier for draw in draws}).order_by("pk")
    filled: dict[int, list[int]] = {}
    empty: set[int] = set()
    for case, seat, draw in emptied.values_list("case", "seat", "filled_by"):
        if draw is None and seat == 1:
            empty.add(case)
        elif draw is not None:
            filled.setdefault(draw, []).append(seat)
    found: dict[int, str | None] = {}
    for one in draws:
        seats = filled.get(one.pk, [])
        if not seats or 1 in seats:
            found[one.dossier] = one.judges[seats.index(1) if seats else 0]
    return found | dict.fromkeys(empty)
