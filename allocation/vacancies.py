"""Seats that were taken from judges: what a later attempt of a case fills, and who cannot be drawn for it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from allocation.courtlog import enter
from allocation.drawing import Matter
from allocation.giving import Vacancy, Why
from allocation.models import Conflict, CourtLog, Draw
from cases.lifecycle import Status
from cases.models import Case, JudgeSeat
from cases.seats import leave_seat, take_seats
from core.errors import Refused
from staff.models import Judge

BATCH = 100


def of_case(case: Case) -> list[Vacancy]:
    """The empty seats of a case that a draw can fill, those emptied first before the others.

    Who was not in the courtroom from the first day is no reserve judge (CPM 309): that seat stays empty in a trial.
    """
    empty = Vacancy.objects.filter(case=case, filled_by=None).select_related("judge__user")
    return [row for row in empty if not row.is_reserve or case.status != Status.HEARING]


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
    is_reserve = JudgeSeat.objects.filter(case=case, judge=judge, to_on=None, is_reserve=True).exists()
    seat = leave_seat(case, judge, ground={"why": str(why)}, by=by)
    return Vacancy.objects.create(case=case, judge=judge, seat=seat, is_reserve=is_reserve, why=why, index=index)


def fill(
    case: Case, draw: Draw, vacant: Sequence[Vacancy], judges: Sequence[Judge], *, ground: dict[str, Any], by: Any
) -> None:
    """Seat the drawn judges in the seats that were empty when the record was made."""
    filled = vacant[: len(judges)]
    taken = {row.seat: judge for row, judge in zip(filled, judges, strict=True)}
    take_seats(case, taken, reserve=[row.seat for row in filled if row.is_reserve], ground=ground, by=by)
    Vacancy.objects.filter(pk__in=[row.pk for row in filled]).update(filled_by=draw)


def refuse_for_reserve(case: Case, vacant: Sequence[Vacancy]) -> None:
    """Refuse a draw of a seat that the reserve judge of the case can take (CPM 308.2)."""
    has_reserve = JudgeSeat.objects.filter(case=case, to_on=None, is_reserve=True).exists()
    if has_reserve and any(not row.is_reserve for row in vacant):
        raise Refused(_("The reserve judge takes the empty seat: the presiding judge or the chair gives it."))


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
    last: dict[int, str | None] = {}  # who has the first seat otherwise than by a draw that filled it
    for case, seat, draw, reserve in emptied.values_list("case", "seat", "filled_by", "reserve__public_id"):
        if seat == 1:
            last.pop(case, None)
        if seat == 1 and (draw is None or reserve):
            last[case] = reserve
        elif draw is not None and not reserve:
            filled.setdefault(draw, []).append(seat)
    found: dict[int, str | None] = {}
    for one in draws:
        seats = filled.get(one.pk, [])
        if not seats or 1 in seats:
            found[one.dossier] = one.judges[seats.index(1) if seats else 0]
    return found | last
