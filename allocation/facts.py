"""Facts about judges on their way into the log: who joins and leaves, who is away, who sat below, the new year."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from allocation.courtlog import day_of, enter, enter_all, moment
from allocation.drawing import lifted
from allocation.models import ChangeOfRule, Conflict, CourtLog, EnteredAbsence, Place
from allocation.rules import Lever
from cases.models import Case, JudgeSeat
from core import clock
from core.prepared import prepared
from reference.models import Body, CaseKind
from staff.models import Absence, Judge

GENERAL = "general"
LONG_ABSENCE = 10  # working days after which the load is lifted on the first day back


def group_of(kind: CaseKind) -> str:
    """The group of kinds that are drawn apart from others."""
    return kind.group.split(";")[0] or GENERAL


def pool_of(court: Body, kind: CaseKind) -> str:
    """The pool in which a case of this kind is drawn: kinds of proceedings are kept apart."""
    return f"{court.short_code}/{group_of(kind)}"


def pools_of(court: Body) -> dict[str, list[str]]:
    """The pools of a court with the kinds of cases that each takes."""
    pools: dict[str, list[str]] = {}
    for kind in CaseKind.objects.for_court(court):
        pools.setdefault(pool_of(court, kind), []).append(kind.code)
    return pools


class Newcomer(NamedTuple):
    """A judge who begins in a pool, with the kinds that the judge takes of it if not all."""

    judge: Judge
    pool: str
    only: list[str]


def join_missing(log: CourtLog, *, at: dt.datetime | None = None, is_new: bool = False) -> int:
    """Enter every judge in office who has no place yet in a pool; how many places were made.

    `is_new`: the log was opened just now, nobody has a place and no change was signed.
    """
    tomorrow = day_of(max(moment(at), log.last_at)) + dt.timedelta(days=1)
    taken = set() if is_new else set(log.places.filter(until_on=None).values_list("judge_id", "pool")) | taken_out(log)
    in_office, pools = Judge.objects.in_office(log.court, tomorrow), pools_of(log.court)
    able = [one for judge in in_office for one in _pools_for(judge, pools)]
    missing = [one for one in able if (one.judge.pk, one.pool) not in taken]
    join_all(log, missing, from_on=tomorrow, at=at)
    return len(missing)


def _pools_for(judge: Judge, pools: dict[str, list[str]]) -> Iterator[Newcomer]:
    for pool, kinds in pools.items():
        mine = [kind for kind in kinds if not judge.kinds or kind in judge.kinds]
        if mine:
            yield Newcomer(judge, pool, [] if mine == kinds else mine)


def taken_out(log: CourtLog) -> set[tuple[int, str]]:
    """Judges, with the pool, whom a signed change took out of it: they are no newcomers who lack a place."""
    changes = ChangeOfRule.objects.filter(log=log, lever=Lever.POOL, index__isnull=False).order_by("index")
    latest = {(one.wanted["judge"], one.wanted["pool"]): one.wanted["takes_part"] for one in changes}
    out = [pair for pair, takes_part in latest.items() if not takes_part]
    ids = dict(Judge.objects.filter(body=log.court_id).values_list("public_id", "pk")) if out else {}
    return {(ids[judge], pool) for judge, pool in out if judge in ids}


def join(log: CourtLog, judge: Judge, pool: str, *, from_on: dt.date) -> int:
    """Enter a judge into a pool from a later day, with the load of the others; the index of the entry."""
    (index,) = join_all(log, [Newcomer(judge, pool, [])], from_on=from_on)
    return index


def join_all(
    log: CourtLog, newcomers: Sequence[Newcomer], *, from_on: dt.date, at: dt.datetime | None = None
) -> list[int]:
    """Enter many in as few queries as one; the indexes of their entries."""
    if not newcomers:
        return []
    loads = _loads_of(log, newcomers, day_of(max(moment(at), log.last_at)))
    bodies = [_joining(one, load, from_on) for one, load in zip(newcomers, loads, strict=True)]
    indexes = enter_all(log, "judge", bodies, at=at)
    narrowing = [_named(one, from_on) | {"only": one.only} for one in newcomers if one.only]
    narrowed = iter(enter_all(log, "specialisation", narrowing, at=at) if narrowing else [])
    Place.objects.bulk_create(
        Place(
            log=log,
            judge=one.judge,
            pool=one.pool,
            share_num=one.judge.share_num,
            share_den=one.judge.share_den,
            load=load,
            only=one.only,
            only_entry=next(narrowed) if one.only else None,
            from_on=from_on,
        )
        for one, load in zip(newcomers, loads, strict=True)
    )
    return indexes


def _named(one: Newcomer, from_on: dt.date) -> dict[str, Any]:
    return {"judge": one.judge.public_id, "pool": one.pool, "from": from_on.isoformat()}


def _joining(one: Newcomer, load: int, from_on: dt.date) -> dict[str, Any]:
    return _named(one, from_on) | {"share": [one.judge.share_num, one.judge.share_den], "load": load}


def _loads_of(log: CourtLog, newcomers: Sequence[Newcomer], day: dt.date) -> list[int]:
    """With which load each begins: the own of before, at least that of the others present in the pool on the day."""
    places = list(log.places.filter(pool__in={one.pool for one in newcomers}).order_by("pk"))
    if not places:
        return [0] * len(newcomers)
    own = {(place.judge_id, place.pool): place.load for place in places}
    away = absent_on(log, day)
    present = [
        place
        for place in places
        if place.from_on <= day and (place.until_on is None or place.until_on > day) and place.judge_id not in away
    ]
    return [
        lifted(
            own.get((one.judge.pk, one.pool), 0),
            [place.load for place in present if place.pool == one.pool and place.judge_id != one.judge.pk],
        )
        for one in newcomers
    ]


def others_present(log: CourtLog, pool: str, judge: Judge, day: dt.date) -> list[int]:
    """Loads of the other judges who were present in the pool on the day."""
    away = absent_on(log, day)
    places = places_on(log, pool, day).exclude(judge=judge)
    return [place.load for place in places if place.judge_id not in away]


def places_on(log: CourtLog, pool: str, day: dt.date) -> "models.QuerySet[Place]":
    """Places of the pool that count on the day."""
    return Place.objects.filter(_counted(pool, day), log=log).select_related("judge__user")


def _counted(pool: Any, day: Any) -> Q:
    return (Q(until_on=None) | Q(until_on__gt=day)) & Q(pool=pool, from_on__lte=day)


@prepared
def placed_on(log: Any, pool: Any, day: Any) -> "models.QuerySet[Place]":
    """The same, as every draw asks it."""
    return Place.objects.filter(_counted(pool, day), log=log).select_related("judge__user")


@prepared
def held_on(log: Any, pool: Any, day: Any, judges: Any) -> "models.QuerySet[Place]":
    """The places of these judges, nobody else's until the transaction ends."""
    rows = Place.objects.select_for_update(of=("self",)).filter(_counted(pool, day), log=log)
    return rows.filter(judge__public_id__any=judges).select_related("judge__user")


def absent_on(log: CourtLog, day: dt.date) -> dict[int, int]:
    """Judges away on the day by an entry older than it, and the entry."""
    return {absence.judge_id: absence.index for absence in _absent(log.pk, day)}


def absent_in(logs: Iterable[int], day: dt.date) -> set[tuple[int, int]]:
    """The same of many courts: court and judge."""
    return set(_away_on(day).filter(log__in=logs).values_list("log", "judge"))


@prepared
def _absent(log: Any, day: Any) -> "models.QuerySet[EnteredAbsence]":
    return _away_on(day).filter(log=log).order_by("index")


def _away_on(day: Any) -> "models.QuerySet[EnteredAbsence]":
    return EnteredAbsence.objects.filter(entered_on__lt=day, from_on__lte=day, to_on__gte=day)


def leave_gone(log: CourtLog) -> int:
    """Enter the leaving of judges whose office ended; how many places ended."""
    today = clock.today()
    tomorrow = today + dt.timedelta(days=1)
    gone = log.places.filter(until_on=None, judge__to_on__lte=today).select_related("judge")
    ends: dict[str, Any] = {"from": tomorrow.isoformat()}
    for place in gone:
        place.left_entry, _text = enter(log, "left", judge=place.judge.public_id, pool=place.pool, **ends)
        place.until_on = tomorrow
        place.save(update_fields=["until_on", "left_entry"])
    return len(gone)


def enter_absences(log: CourtLog, *, at: dt.datetime | None = None) -> int:
    """Enter absences that the staff office wrote down; they count from the day after their entry."""
    new = Absence.objects.filter(judge__body=log.court_id, entry=None, to_on__gte=clock.today()).order_by("pk")
    new = new.filter(entered_at__lt=clock.at(clock.today(), dt.time())) if at else new
    for absence in (rows := list(new.select_related("judge"))):
        days: dict[str, Any] = {"from": absence.from_on.isoformat(), "to": absence.to_on.isoformat()}
        index, _text = enter(log, "absence", at=at, judge=absence.judge.public_id, **days)
        known = {"entered_on": day_of(log.last_at), "from_on": absence.from_on, "to_on": absence.to_on}
        EnteredAbsence.objects.create(log=log, absence=absence, judge=absence.judge, index=index, **known)
        absence.entry = index
        absence.save(update_fields=["entry"])
    return len(rows)


def lift_returned(log: CourtLog) -> int:
    """On the first day back after ten or more working days: load = max(own, lower median of the others)."""
    today = clock.today()
    back = log.absences.filter(lifted_on=None, to_on__lt=today).select_related("judge")
    for absence in back:
        if _weekdays(absence.from_on, absence.to_on) >= LONG_ABSENCE:
            _lift(log, absence, today)
        absence.lifted_on = today
        absence.save(update_fields=["lifted_on"])
    return len(back)


def _lift(log: CourtLog, absence: EnteredAbsence, day: dt.date) -> None:
    for place in log.places.filter(judge=absence.judge, until_on=None, from_on__lte=day):
        load = lifted(place.load, others_present(log, place.pool, absence.judge, day))
        if load > place.load:
            enter(log, "lift", judge=absence.judge.public_id, pool=place.pool, load=load, absence=absence.index)
            place.load = load
            place.save(update_fields=["load"])


def _weekdays(first: dt.date, last: dt.date) -> int:
    return sum((first + dt.timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))


def turn_year(log: CourtLog, at: dt.datetime) -> None:
    """Begin a new year: every load becomes 0, by an entry."""
    for year in range(log.year + 1, day_of(at).year + 1):
        enter(log, "new-year", at=at, year=year)
        log.places.update(load=0, drawn=0)
        log.year = year
        log.save(update_fields=["year"])


def enter_conflicts(log: CourtLog, case: Case, named: str) -> None:
    """Enter the judges of this court who sat in the case below."""
    below = case.origin
    while below is not None:
        users = JudgeSeat.objects.filter(case=below).values("judge__user")
        known = Conflict.objects.filter(case=named).values("judge")
        for judge in Judge.objects.in_office(log.court, clock.today()).filter(user__in=users).exclude(pk__in=known):
            index, _text = enter(log, "conflict", judge=judge.public_id, case=named)
            Conflict.objects.create(log=log, judge=judge, case=named, index=index)
        below = below.origin
