"""How a court's pools would look if the cases of a year were drawn under given rules: pure, the same each time."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any

from allocation.complexity import Level, weight_of
from allocation.drawing import Candidate, Rule, draw, eligible, growth
from allocation.rules import Lever, Terms, out_by_terms, with_change

ENTRY = 0  # a simulated change stands in no log


@dataclass(frozen=True)
class Filing:
    """One case as it came: its pool, kind and category, how many judges hear it, and how complex it turned out."""

    pool: str
    kind: str
    category: str
    seats: int = 1
    level: int = Level.ORDINARY


@dataclass(frozen=True)
class Setting:
    """The rules of a court: band, depth, weights, who takes part in which pool on what terms, and lists of turns."""

    band: int
    depth: int
    weights: Mapping[str, int]
    pools: Mapping[str, Mapping[str, Terms]]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def weight_of(self, filing: Filing) -> int:
        """The weight that the rule gives, as if the level of complexity had been known at once."""
        return weight_of(self.weights, filing.kind, filing.category, filing.level)


@dataclass
class Outcome:
    """How one pool stands at the end of the year; loads and work in hundredths, chances in thousandths."""

    loads: dict[str, int]
    work: dict[str, int]
    cases: dict[str, int]
    spread: int = 0
    best_guess: int = 0
    guesses: int = 0
    draws: int = 0
    no_choice: int = 0
    undrawn: int = 0

    @property
    def usual_guess(self) -> int:
        """How sure a stranger is of the next judge on the average, in thousandths."""
        return self.guesses // self.draws if self.draws else 0

    def part(self, judge: str) -> int:
        """The judge's part of all work, in hundredths of a per cent."""
        return 10_000 * self.work[judge] // (sum(self.work.values()) or 1)


def changed(setting: Setting, lever: str, wanted: Mapping[str, Any]) -> Setting:
    """The setting after a change."""
    if lever == Lever.RULE:
        return replace(setting, **wanted)
    pool = wanted["pool"]
    if lever == Lever.LIST:
        return replace(setting, lists={**setting.lists, pool: wanted["judges"]})
    members, judge = dict(setting.pools.get(pool, {})), wanted["judge"]
    if lever == Lever.POOL:
        members.pop(judge, None)
        members |= {judge: Terms()} if wanted["takes_part"] else {}
    else:
        value = next(wanted[name] for name in ("share", "only", "cases") if name in wanted)
        members[judge] = with_change(members[judge], lever, value, ENTRY)
    return replace(setting, pools={**setting.pools, pool: members})


def run(filings: Sequence[Filing], setting: Setting, seed: str) -> dict[str, Outcome]:
    """Draw the filings one after another from loads of zero; where a list is set, the next on it takes the case."""
    turns = {pool: cycle(judges) for pool, judges in setting.lists.items() if judges}
    found = {
        pool: _empty([*setting.pools.get(pool, {}), *setting.lists.get(pool, [])]) for pool in {*setting.pools, *turns}
    }
    for number, filing in enumerate(filings):
        outcome = found.get(filing.pool)
        if outcome is None:
            continue
        if filing.pool in turns:
            _give(outcome, [next(turns[filing.pool])], setting.weight_of(filing), {})
        else:
            _draw(outcome, filing, setting, hashlib.sha256(f"{seed}/{number}".encode()).digest())
    return found


def _empty(judges: Any) -> Outcome:
    return Outcome(dict.fromkeys(judges, 0), dict.fromkeys(judges, 0), dict.fromkeys(judges, 0))


def _draw(outcome: Outcome, filing: Filing, setting: Setting, seed: bytes) -> None:
    members = setting.pools[filing.pool]
    roster = [
        Candidate(judge, outcome.loads[judge], terms.share, _out(outcome, judge, terms, filing))
        for judge, terms in sorted(members.items())
    ]
    able = eligible(roster)
    if len(able) < filing.seats:
        outcome.undrawn += 1
    elif len(able) == 1:
        outcome.no_choice += 1
        _give(outcome, [able[0].judge], setting.weight_of(filing), members)
    else:
        drawn = draw(roster, Rule("simulated", "0" * 64, setting.band, setting.depth), filing.seats, seed)
        held = drawn.tickets[0].values()
        guess = 1000 * max(held) // sum(held)
        outcome.best_guess, outcome.draws = max(outcome.best_guess, guess), outcome.draws + 1
        outcome.guesses += guess
        _give(outcome, drawn.judges, setting.weight_of(filing), members)


def _out(outcome: Outcome, judge: str, terms: Terms, filing: Filing) -> Any:
    return out_by_terms(terms, outcome.cases[judge], filing.kind, filing.category)


def _give(outcome: Outcome, judges: Sequence[str], weight: int, members: Mapping[str, Terms]) -> None:
    for judge in judges:
        outcome.loads[judge] += growth(weight, members.get(judge, Terms()).share)
        outcome.work[judge] += weight
        outcome.cases[judge] += 1
    outcome.spread = max(outcome.spread, max(outcome.loads.values()) - min(outcome.loads.values()))
