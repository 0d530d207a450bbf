"""Is the draw fair? Simulated filings over pools of judges, by the very rule that the court uses.

`python -m bench.draws` prints each pool's shares, spread, best guess at the next judge, and what a rigged run shows.
"""

import hashlib
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt

from allocation import statistics
from allocation.drawing import Candidate, Out, Rule, Share, draw, growth, lifted

RULE = Rule("bench", "0" * 64, 400, 3)
WEIGHTS = (50, 100, 100, 150, 200, 400, 800)
FILINGS = 20_000
LITIGANTS = 100
STEERED = 7
Steer = Callable[[int, list[Candidate]], str | None]


@dataclass
class Pool:
    """A pool as it goes through a year of filings."""

    shares: Sequence[Share]
    loads: list[int] = field(init=False)
    work: list[int] = field(init=False)
    due: list[float] = field(init=False)
    spread: int = 0
    best_guess: float = 0.0
    seen: dict[tuple[int, int], list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))

    def __post_init__(self) -> None:
        self.loads = [0] * len(self.shares)
        self.work = [0] * len(self.shares)
        self.due = [0.0] * len(self.shares)

    def roster(self, away: set[int]) -> list[Candidate]:
        return [
            Candidate(f"j{n:02}", self.loads[n], share, Out("absent", 0) if n in away else None)
            for n, share in enumerate(self.shares)
        ]

    def give(self, litigant: int, weight: int, seed: bytes, away: set[int], steer: Steer | None) -> None:
        """Draw the judge of one filing and note what watchers would note."""
        roster = self.roster(away)
        drawn = draw(roster, RULE, 1, seed)
        total = sum(drawn.tickets[0].values())
        chances = {int(judge[1:]): count / total for judge, count in drawn.tickets[0].items()}
        chosen = (steer and steer(litigant, roster)) or drawn.judges[0]
        winner = int(chosen[1:])
        self.loads[winner] += growth(weight, self.shares[winner])
        self.work[winner] += weight
        parts = {n: self.shares[n].num / self.shares[n].den for n in chances}
        for n, chance in chances.items():
            self.due[n] += weight * parts[n] / sum(parts.values())
            watched = self.seen[litigant, n]
            watched[0] += (n == winner) - chance
            watched[1] += chance * (1 - chance)
            watched[2] += chance * (1 - chance) * (1 - 2 * chance)
        self.best_guess = max(self.best_guess, max(chances.values()))
        if not away:
            self.spread = max(self.spread, max(self.loads) - min(self.loads))

    def lift(self, back: int, away: set[int]) -> None:
        """Bring the load of one who was long away up to the lower median of those present."""
        self.loads[back] = lifted(
            self.loads[back], [self.loads[n] for n in range(len(self.loads)) if n not in away | {back}]
        )

    def worst_share(self) -> float:
        """The largest distance of a judge's part of all work from the part due, in hundredths of all work."""
        return max(abs(got - due) / sum(self.work) for got, due in zip(self.work, self.due, strict=True)) * 100

    def distances(self, litigant: int | None = None) -> list[float]:
        """|z| of each pair of a litigant and a judge who could meet often enough, as the court watches them."""
        pairs = (seen for (who, _judge), seen in self.seen.items() if litigant in (None, who))
        often = (seen for seen in pairs if seen[1] > statistics.LEAST_VARIANCE)
        return [abs(statistics.normal(gap / sqrt(even), lean / even**1.5)) for gap, even, lean in often]

    def worst_z(self, litigant: int | None = None) -> float:
        """The largest of them."""
        return max(self.distances(litigant), default=0.0)

    def flagged(self) -> int:
        """Pairs that the court's own watching would take for more than chance (Benjamini and Hochberg)."""
        values = [statistics.probability(z) for z in self.distances()]
        limit = statistics.threshold(values)
        return sum(value <= limit for value in values)


def absences(judges: int, filings: int, chosen: random.Random) -> Iterator[set[int]]:
    """Who is away at each filing: about a tenth of the time, in stretches, never all but one."""
    away: dict[int, int] = {}
    for _ in range(filings):
        away = {n: left - 1 for n, left in away.items() if left > 1}
        if judges > 2 and len(away) < judges - 2 and chosen.random() < judges / 2000:
            away[chosen.randrange(judges)] = 200
        yield set(away)


def simulate(
    shares: Sequence[Share],
    filings: int = FILINGS,
    *,
    with_absences: bool = False,
    steer: Steer | None = None,
    run: int = 1,
) -> Pool:
    """A pool after so many filings of weights 0.50 to 8.00; the same run gives the same pool."""
    pool, chosen = Pool(shares), random.Random(run)
    away = absences(len(shares), filings, chosen) if with_absences else iter([set[int]()] * filings)
    before: set[int] = set()
    for number, absent in enumerate(away):
        for back in before - absent:
            pool.lift(back, absent)
        before = absent
        seed = hashlib.sha256(f"{run}/{number}".encode()).digest()
        pool.give(chosen.randrange(LITIGANTS), chosen.choice(WEIGHTS), seed, absent, steer)
    return pool


def steering(litigant: int, roster: list[Candidate]) -> str | None:
    """A rigged court: one litigant's cases always go to the first judge."""
    return "j00" if litigant == STEERED and roster[0].out is None else None


def pools() -> Iterator[tuple[str, list[Share], bool]]:
    """2 to 20 judges, equal or with a chair at a quarter, with and without absences."""
    for judges in (2, 3, 5, 8, 12, 20):
        for chair in (False, True):
            for away in (False, True) if judges > 2 else (False,):
                shares = [Share(1, 4) if chair else Share(), *[Share()] * (judges - 1)]
                yield f"{judges:2} judges{', chair 1/4' if chair else ''}{', absences' if away else ''}", shares, away


def measured(filings: int = FILINGS) -> Iterator[str]:
    """A table of Markdown: one line a pool, the rigged court last."""
    yield (
        f"{filings:,} filings a pool, weights 0.50 to 8.00; {LITIGANTS} litigants. Furthest: of all pairs of one and"
        " a judge; flagged: pairs that the court's watching takes for more than chance."
    )
    heads = (
        "pool",
        "off the due share",
        "spread",
        "best guess",
        "one litigant, |z|",
        "furthest, |z|",
        "pairs",
        "flagged",
    )
    yield f"\n| {' | '.join(heads)} |\n|---|{'---:|' * (len(heads) - 1)}"
    for name, shares, away in pools():
        yield _line(name, simulate(shares, filings, with_absences=away))
    yield _line("8 judges, one litigant steered", simulate([Share()] * 8, filings, steer=steering))


def _line(name: str, pool: Pool) -> str:
    parts = [f"{pool.worst_share():.2f} %", f"{pool.spread / 100:.1f}", f"{pool.best_guess:.2f}"]
    parts += [f"{pool.worst_z(STEERED):.1f}", f"{pool.worst_z():.1f}", str(len(pool.distances())), str(pool.flagged())]
    return f"| {name.strip()} | {' | '.join(parts)} |"


if __name__ == "__main__":
    print("\n".join(measured(*map(int, sys.argv[1:]))))
