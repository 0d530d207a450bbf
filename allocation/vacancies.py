"""Seats that were taken from judges: what a later attempt of a case fills, and who cannot be drawn for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from allocation.courtlog import enter_all
from allocation.drawing import Matter
from allocation.giving import BatchCase, Vacancy, Why
from allocation.models import Conflict, CourtLog, Draw, State
from cases.lifecycle import Status
from cases.models import Case, JudgeSeat
from cases.seats import leave_seats, take_seats
from core.errors import Refused
from core.together import update_together
from staff.models import Judge

BATCH = 100
UNDECIDED = {Status.REGISTERED, Status.ACCEPTED, Status.HEARING}


def of_case(case: Case) -> list[Vacancy]:
    """The empty seats of a case that a draw can fill, those emptied first before the others.

    Who was not in the courtroom from the first day is no reserve judge (CPM 309): that seat stays empty in a trial.
    """
    empty = Vacancy.objects.filter(case=case, filled_by=None).select_related("judge__user")
    return [row for row in empty if not row.is_reserve or case.status != Status.HEARING]


def is_on_record(case: Case) -> bool:
    """Whether the case stands in the record of a batch whose result is awaited."""
    return BatchCase.objects.filter(case=case, record__isnull=False).exclude(record__state=State.DONE).exists()


def narrowed(matter: Matter, vacant: Sequence[Vacancy]) -> Matter:
    """The matter of an attempt that fills the empty seats alone."""
    return replace(matter, seats=len(vacant)) if vacant else matter


def bar_sitting(log: CourtLog, case: Case, named: str) -> None:
    """Enter that those who sit in the panel cannot be drawn for its empty seat."""
    bar_all(log, {case.pk: named})


def bar_all(log: CourtLog, named: Mapping[int, str], *, leaver: Judge | None = None) -> None:
    """Enter that those who go on sitting in these cases, public names by key, cannot be drawn for an empty seat."""
    known = set(Conflict.objects.filter(case__in=named.values()).values_list("judge", "case"))
    sitting = JudgeSeat.objects.filter(case__in=named, to_on=None).exclude(judge=leaver).select_related("judge")
    seats = [(row.judge, named[row.case_id]) for row in sitting.order_by("case", "seat")]
    new = [pair for pair in seats if (pair[0].pk, pair[1]) not in known]
    if new:
        indexes = enter_all(log, "conflict", [{"judge": judge.public_id, "case": case} for judge, case in new])
        rows = zip(new, indexes, strict=True)
        Conflict.objects.bulk_create(Conflict(log=log, judge=j, case=case, index=index) for (j, case), index in rows)


def empty_seat(case: Case, judge: Judge, *, why: Why, index: int | None, by: Any) -> Vacancy:
    """Take the seat from a judge in a case that the caller has locked; the next draw of the case fills it.

    `index`: the entry of the public log that says why; none for a judge who never had a place in it.
    """
    return empty_seats([case], judge, why=why, index=index, by=by)[0]


def empty_seats(cases: Sequence[Case], judge: Judge, *, why: Why, index: int | None, by: Any) -> list[Vacancy]:
    """Take the seats from a judge who sits in all these locked cases."""
    reserve = with_reserve([case.pk for case in cases], judge=judge)
    seats = leave_seats(cases, judge, ground={"why": str(why)}, by=by)
    made = (
        Vacancy(case=one, judge=judge, seat=seats[one.pk], is_reserve=one.pk in reserve, why=why, index=index)
        for one in cases
    )
    return list(Vacancy.objects.bulk_create(made))


def sitting_in(cases: Iterable[int]) -> dict[int, dict[int, int]]:
    """Who sits in these cases: seats with the key of the judge, by case."""
    found: dict[int, dict[int, int]] = {}
    held = JudgeSeat.objects.filter(case__in=cases, to_on=None).order_by("case", "seat")
    for case, seat, judge in held.values_list("case", "seat", "judge"):
        found.setdefault(case, {})[seat] = judge
    return found


def with_reserve(cases: Iterable[int], **seat: Any) -> set[int]:
    """Those of the cases in which a reserve judge sits (CPM 309); `seat` narrows it to one judge."""
    held = JudgeSeat.objects.filter(case__in=cases, to_on=None, is_reserve=True, **seat)
    return set(held.values_list("case", flat=True))


def awaiting_reserve(cases: Iterable[int]) -> set[int]:
    """Those of the cases for which a reserve judge is still to be drawn."""
    return set(Vacancy.objects.filter(case__in=cases, filled_by=None, is_reserve=True).values_list("case", flat=True))


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
    is_for_reserve = any(not row.is_reserve for row in vacant)
    if is_for_reserve and JudgeSeat.objects.filter(case=case, to_on=None, is_reserve=True).exists():
        raise Refused(_("The reserve judge takes the empty seat: the presiding judge or the chair gives it."))


def fill_all(draws: Mapping[Draw, Collection[int]]) -> list[Vacancy]:
    """Note that these draws filled these seats of their cases; all seats of the cases that were empty till now."""
    by_case = {draw.dossier: (draw, seats) for draw, seats in draws.items()}
    empty = list(Vacancy.objects.filter(case__in=by_case, filled_by=None))
    for row in empty:
        draw, seats = by_case[row.case_id]
        row.filled_by = draw if row.seat in seats else None
    update_together(empty, ["filled_by"])
    return empty


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
        if one.batch_id and not seats:
            continue  # decided before the result of the batch: it stays as it was
        if not seats or 1 in seats:
            found[one.dossier] = one.judges[seats.index(1) if seats else 0]
    return found | last
