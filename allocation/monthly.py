"""The statistics of a court's draws in a month, read from the public record and named by keys alone."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from allocation import drawing, drawing_batch, proving, statistics
from allocation.actions import matter_form, proofs_of, record_form
from allocation.drawing_batch import number_in
from allocation.models import CHANCED, BatchRecord, CourtLog, Draw, EnteredAbsence, State, Way
from allocation.proving import signatures_hold
from allocation.statistics import Fit, Pair, Seen
from cases.models import Participation
from core import clock
from core.shown import number
from journal.models import Entry

KEPT = 6 * 60 * 60  # seconds; a month that is over does not change
LEAST_P = 0.001  # below this the draws do not fit chance
PROSECUTOR, LAWYER, PARTY = "prosecutor", "lawyer", "party"
SORTS = {"state-prosecutor": PROSECUTOR, "prosecutor-civil": PROSECUTOR, "lawyer": LAWYER, "defence-counsel": LAWYER}
SORTS |= {"representative": LAWYER, "legal-representative": LAWYER, "private-prosecutor-rep": LAWYER}


@dataclass(frozen=True)
class Month:
    """A court's draws of one month as they are watched; nothing in it names a person of a case."""

    first: dt.date
    random: int
    no_choice: int
    manual: int
    sequential: int
    redrawn: int
    late_absences: int
    recomputed: int
    fit: Fit
    bins: list[int]
    pairs: list[Pair]
    shares: dict[str, tuple[float, float]]
    spreads: list[tuple[str, float]]
    in_batches: int = 0  # of the random ones

    @property
    def all(self) -> int:
        """All cases given."""
        return self.random + self.no_choice + self.manual + self.sequential

    @property
    def flagged(self) -> list[Pair]:
        """Those who meet a judge more often or more seldom than chance gives."""
        return [pair for pair in self.pairs if pair.is_flagged]

    @property
    def worst_z(self) -> float:
        """The furthest from chance of all pairs."""
        return max((abs(pair.z) for pair in self.pairs), default=0.0)

    @property
    def is_odd(self) -> bool:
        """Whether chair and council must look."""
        return bool(self.flagged) or self.fit.p < LEAST_P or self.recomputed < self.random


def month_of(log: CourtLog, first: dt.date) -> Month:
    """The month's statistics up to yesterday, kept for some hours."""
    key = f"allocation.month.{log.pk}.{first:%Y-%m}.{clock.today():%Y-%m-%d}"
    known: Month | None = cache.get(key)
    if known is None:
        cache.set(key, known := _reckoned(log, first), KEPT)
    return known


def following(first: dt.date) -> dt.date:
    """The first day of the next month."""
    return (first + dt.timedelta(days=32)).replace(day=1)


def _draws(log: CourtLog, first: dt.date) -> list[Draw]:
    until = min(following(first), clock.today())
    span = {"at__gte": clock.at(first, dt.time()), "at__lt": clock.at(until, dt.time())}
    return list(Draw.objects.filter(log=log, state=State.DONE, **span).select_related("log__court").order_by("index"))


def _reckoned(log: CourtLog, first: dt.date) -> Month:
    draws = _draws(log, first)
    chanced = [draw for draw in draws if draw.way in CHANCED]
    watched = list(_seen(chanced))
    ways = {way: sum(draw.way == way for draw in draws) for way in Way}
    return Month(
        first=first,
        random=len(chanced),
        no_choice=ways[Way.NO_CHOICE],
        manual=ways[Way.MANUAL],
        sequential=ways[Way.SEQUENTIAL],
        redrawn=sum(draw.attempt > 1 for draw in draws),
        late_absences=_late_absences(log, chanced),
        recomputed=_recomputed(chanced),
        fit=statistics.fit(watched),
        bins=statistics.histogram(watched),
        pairs=statistics.pairs(watched),
        shares=statistics.shares(watched),
        spreads=_spreads(chanced),
        in_batches=ways[Way.BATCH],
    )


def _seen(draws: list[Draw]) -> Iterator[Seen]:
    keys = _keys(draws)
    for draw in draws:
        held = draw.tickets[0]
        total = sum(held.values())
        able = drawing.eligible(drawing.roster_of(matter_form(draw)))
        parts = {one.judge: one.share.num / one.share.den for one in able}
        chances = {judge: count / total for judge, count in held.items()}
        yield Seen(draw.public_id, chances, draw.judges[0], draw.weight, parts, keys.get(draw.dossier, []))


def _keys(draws: list[Draw]) -> dict[int, list[str]]:
    """Who came with each open case, by numbers that say nothing outside: parties, lawyers, prosecutors, the clerk."""
    open_cases = [draw.dossier for draw in draws if draw.kind != "sealed"]
    found: dict[int, list[str]] = {}
    rows = Participation.objects.filter(case__in=open_cases).values_list("case", "party", "role__code").distinct()
    for case, party, role in rows:
        found.setdefault(case, []).append(f"{SORTS.get(role, PARTY)}:{party}")
    entries = Entry.objects.filter(dossier__in=open_cases, event="cases.registered", actor_id__isnull=False)
    for dossier, clerk in entries.values_list("dossier", "actor_id"):
        found.setdefault(int(dossier or 0), []).append(f"clerk:{clerk}")
    return found


def _recomputed(draws: Iterable[Draw]) -> int:
    """How many of these draws are those that follow from their records."""
    plain = [draw for draw in draws if draw.batch_id is None]
    batched = {draw.public_id: draw for draw in draws if draw.batch_id is not None}
    batches = BatchRecord.objects.filter(pk__in={draw.batch_id for draw in batched.values()}).select_related(
        "log__court"
    )
    return sum(map(holds, plain)) + sum(_held_in(one, batched) for one in batches)


def holds(draw: Draw) -> bool:
    """Whether signatures, tickets and judges are those that follow from the record."""
    court, witness = proofs_of(draw)
    if not signatures_hold(draw.log, draw.record, (court, witness)):
        return False
    drawn = drawing.result(record_form(draw), court, witness)
    return (drawn.judges, drawn.tickets) == (draw.judges, draw.tickets)


def _held_in(one: BatchRecord, batched: dict[str, Draw]) -> int:
    """How many draws of a batch follow from its record; the batch is computed once for all of them."""
    court, witness = proving.proofs_of(one)
    if not signatures_hold(one.log, one.record, (court, witness)):
        return 0
    steps = drawing_batch.result(drawing.parsed(one.record), court, witness)
    drawn = ((batched.get(number_in(one.public_id, step.matter.case)), step) for step in steps)
    return sum((step.judges, step.tickets) == (draw.judges, draw.tickets) for draw, step in drawn if draw)


def _late_absences(log: CourtLog, draws: Iterable[Draw]) -> int:
    """Draws without a judge whose absence was written down less than 24 hours before."""
    entered = dict(EnteredAbsence.objects.filter(log=log).values_list("index", "absence__entered_at"))
    return sum(
        any(
            entered[one.out.entry] > draw.at - clock.DAY
            for one in drawing.roster_of(matter_form(draw))
            if one.out and one.out.code == "absent" and one.out.entry in entered
        )
        for draw in draws
    )


def _spreads(draws: list[Draw]) -> list[tuple[str, float]]:
    """The widest spread of loads among those who took part, day by day; over all pools, in plain cases."""
    days: dict[str, int] = {}
    for draw in draws:
        day = f"{clock.local(draw.at):%d.%m}"
        loads = [one.load for one in drawing.eligible(drawing.roster_of(matter_form(draw)))]
        days[day] = max(days.get(day, 0), statistics.spread(loads))
    return [(day, round(widest / 100, 1)) for day, widest in days.items()]


def rows_of(month: Month) -> list[dict[str, Any]]:
    """Each judge's part of the work and the part due."""
    return [
        {"judge": judge, "got": number(got, 1), "due": number(due, 1), "off": number(got - due, 1, "+")}
        for judge, (got, due) in month.shares.items()
    ]
