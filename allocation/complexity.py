"""How complex a case is, and what it weighs by that. No database, no clock; weights and factors in hundredths.

A rule's `weights` may carry factors beside weights: `civil/debt.loan/2`, `civil/*/2`, `*/*/2`, the most exact first.
A draw is always entered with the weight of an ordinary case; a level set by two people moves the load afterwards.
"""

from collections.abc import Iterable, Iterator, Mapping

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PLAIN = 100
ANY = "*"
MOST = 2**53
STANDARD = {"*/*/2": 150, "*/*/3": 200}  # ours, until the council sets others


class Level(models.IntegerChoices):
    ORDINARY = 1, gettext_lazy("ordinary")
    COMPLEX = 2, gettext_lazy("complex")
    ESPECIALLY = 3, gettext_lazy("especially complex")


RAISED = [level for level in Level if level != Level.ORDINARY]


def is_factor(code: str) -> bool:
    """Whether the code of a rule names a level of complexity: its number is a factor, not a weight."""
    return code.count("/") == 2


def parted(weights: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """The weights of a rule, and its factors of complexity."""
    factors = {code: value for code, value in weights.items() if is_factor(code)}
    return {code: value for code, value in weights.items() if code not in factors}, factors


def place_and_level(code: str) -> tuple[str, str]:
    """What a factor is for, and its level: `civil/*/2` is for `civil/*`."""
    place, _slash, level = code.rpartition("/")
    return place, level


def factor_of(weights: Mapping[str, int], kind: str, category: str, level: int) -> int | None:
    """The factor of a level: of the category, else of the kind, else of any case; None where the rule has none."""
    if level == Level.ORDINARY:
        return PLAIN
    exact = (f"{kind}/{category}/{level}", f"{kind}/{ANY}/{level}", f"{ANY}/{ANY}/{level}")
    return next((weights[code] for code in exact if code in weights), None)


def weight_of(weights: Mapping[str, int], kind: str, category: str, level: int = Level.ORDINARY) -> int:
    """What a case weighs: of its category, else of its kind, else of any, times the factor of its level, rounded up."""
    plain = weights.get(f"{kind}/{category}", weights.get(kind, weights[ANY]))
    factor = factor_of(weights, kind, category, level) or PLAIN
    return -(-plain * factor // PLAIN)


def levels_of(weights: Mapping[str, int], kind: str, category: str) -> list[Level]:
    """The levels that the rule knows for a case, the ordinary one first."""
    return [level for level in Level if factor_of(weights, kind, category, level) is not None]


def faults(weights: Mapping[str, int]) -> Iterator[str]:
    """Why the factors of a rule cannot stand; none if they can."""
    _weights, factors = parted(weights)
    known = {str(level.value) for level in RAISED}
    if any(place_and_level(code)[1] not in known for code in factors):
        yield _("The levels of complexity are 2 (complex) and 3 (especially complex); 1 is the weight itself.")
    if any(type(factor) is int and factor < PLAIN for factor in factors.values()):
        yield _("A complex case weighs no less than an ordinary one: the least factor is 1,00.")
    places = {place_and_level(code)[0] for code in factors}
    if any(factors.get(f"{place}/3", MOST) < factors.get(f"{place}/2", 0) for place in places):
        yield _("An especially complex case weighs no less than a complex one.")


def table(factors: Mapping[str, int]) -> list[tuple[str, list[int | None]]]:
    """Factors as a table: what they are for, and the factor of each level above the ordinary, the widest first."""
    places = sorted({place_and_level(code)[0] for code in factors}, key=_width)
    return [(place, [factors.get(f"{place}/{level}") for level in RAISED]) for place in places]


def _width(place: str) -> tuple[bool, bool, str]:
    return not place.startswith(ANY), not place.endswith(ANY), place


def known_places(kinds: Iterable[str], categories: Iterable[tuple[str, str]]) -> set[str]:
    """What factors of a court may be for: any case, a kind, a category of a kind."""
    return {
        f"{ANY}/{ANY}", *(f"{kind}/{ANY}" for kind in kinds), *(f"{kind}/{category}" for kind, category in categories),
    }  # fmt: skip
