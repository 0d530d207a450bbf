"""What is watched of a court's draws: whether chance alone decided, by the exact probability of every judge on record.

Not chi-square on totals: under load balancing it finds nothing even when one litigant's cases are always steered.
Pure: no database, no clock. Loads and weights in hundredths.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import cbrt, erfc, exp, sqrt
from typing import NamedTuple

LEAST_VARIANCE = 5.0  # below this the normal approximation says nothing about a pair
FALSE_ALARMS = 0.01  # share of false alarms that Benjamini and Hochberg's procedure allows among those raised
TERMS = 100
WORDS = 1 << 80  # the number of a draw has 20 hex digits


@dataclass(frozen=True)
class Seen:
    """One random draw as it is watched: the chances of its first seat, who won, and who came with the case."""

    number: str
    chances: Mapping[str, float]
    winner: str
    weight: int = 100
    shares: Mapping[str, float] = field(default_factory=dict)
    keys: Sequence[str] = ()


class Fit(NamedTuple):
    """How well transformed draws fit chance: Kolmogorov and Smirnov's distance and its probability."""

    draws: int
    distance: float
    p: float


class Pair(NamedTuple):
    """One who comes with cases, and a judge: how far the number of cases lies from what chance gives."""

    key: str
    judge: str
    cases: int
    expected: float
    z: float
    p: float
    is_flagged: bool = False


def transformed(draw: Seen) -> float:
    """The place of the winner between 0 and 1: even over many draws if and only if the chances were kept.

    Within the winner's own stretch the place is taken from the number of the draw, which is fixed before the result.
    """
    below = 0.0
    for judge in sorted(draw.chances):
        if judge == draw.winner:
            break
        below += draw.chances[judge]
    inside = (int(draw.number, 16) + 0.5) / WORDS
    return below + draw.chances.get(draw.winner, 0.0) * inside


def fit(draws: Iterable[Seen]) -> Fit:
    """Kolmogorov-Smirnov test of the transformed draws against the even distribution."""
    places = sorted(map(transformed, draws))
    n = len(places)
    if not n:
        return Fit(0, 0.0, 1.0)
    distance = max(max((i + 1) / n - u, u - i / n) for i, u in enumerate(places))
    return Fit(n, distance, kolmogorov((sqrt(n) + 0.12 + 0.11 / sqrt(n)) * distance))


def kolmogorov(x: float) -> float:
    """The probability of a larger distance, by the asymptotic series."""
    if x < 0.2:
        return 1.0  # the series converges too slowly here; the value differs from 1 by less than 1e-12
    total = sum((1.0 if k % 2 else -1.0) * exp(-2 * (k * x) ** 2) for k in range(1, TERMS))
    return min(1.0, max(0.0, 2 * total))


def pairs(draws: Iterable[Seen]) -> list[Pair]:
    """z = Σ(x−p)/√Σp(1−p) of each key and judge, the furthest first; those beyond chance are flagged."""
    sums: dict[tuple[str, str], list[float]] = {}
    for draw in draws:
        for key in draw.keys:
            for judge, chance in draw.chances.items():
                watched = sums.setdefault((key, judge), [0.0, 0.0, 0.0, 0.0])
                watched[0] += judge == draw.winner
                watched[1] += chance
                watched[2] += chance * (1 - chance)
                watched[3] += chance * (1 - chance) * (1 - 2 * chance)
    found = [_pair(key, judge, *sums[key, judge]) for key, judge in sums if sums[key, judge][2] >= LEAST_VARIANCE]
    limit = threshold([pair.p for pair in found])
    flagged = [pair._replace(is_flagged=pair.p <= limit) for pair in found]
    return sorted(flagged, key=lambda pair: (-abs(pair.z), pair.key, pair.judge))


def _pair(key: str, judge: str, cases: float, expected: float, variance: float, third: float) -> Pair:
    z = (cases - expected) / sqrt(variance)
    return Pair(key, judge, int(cases), expected, z, probability(normal(z, third / variance**1.5)))


def normal(z: float, skewness: float) -> float:
    """The distance as a normal variable would have it (Wilson and Hilferty): small counts lean to one side.

    Without it the furthest of some thousand honest pairs raises alarms that chance explains.
    """
    if abs(skewness) < 1e-6:
        return z
    stretched = max(0.0, z * skewness / 2 + 1)
    return 6 / skewness * (cbrt(stretched) - 1) + skewness / 6


def probability(z: float) -> float:
    """Of a distance at least as large, on either side."""
    return erfc(abs(z) / sqrt(2))


def threshold(values: Sequence[float], rate: float = FALSE_ALARMS) -> float:
    """The largest p that Benjamini and Hochberg's procedure takes for more than chance; below 0 when none is."""
    order = sorted(values)
    kept = [p for rank, p in enumerate(order, start=1) if p <= rate * rank / len(order)]
    return kept[-1] if kept else -1.0


def shares(draws: Iterable[Seen]) -> dict[str, tuple[float, float]]:
    """Each judge's part of the work given, and the part due by the shares of those who took part; in per cent."""
    got: dict[str, float] = {}
    due: dict[str, float] = {}
    for draw in draws:
        got[draw.winner] = got.get(draw.winner, 0.0) + draw.weight
        whole = sum(draw.shares.values())
        for judge, share in draw.shares.items():
            due[judge] = due.get(judge, 0.0) + draw.weight * share / whole
    total = sum(got.values()) or 1.0
    return {judge: (100 * got.get(judge, 0.0) / total, 100 * due[judge] / total) for judge in sorted(due)}


def spread(loads: Iterable[int]) -> int:
    """Between the highest and the lowest load, in hundredths."""
    known = list(loads)
    return max(known) - min(known) if known else 0


def histogram(draws: Iterable[Seen], bins: int = 10) -> list[int]:
    """How many transformed draws fall into each tenth."""
    counted = [0] * bins
    for draw in draws:
        counted[min(int(transformed(draw) * bins), bins - 1)] += 1
    return counted
