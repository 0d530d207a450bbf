"""What steers the draw, as values: levers, their forms in the log, and what is in force on a day.

No database, no clock. Shares are parts of a full load, weights hundredths of a plain case.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import complexity
from allocation.drawing import DEPTHS, Out, Share
from journal.canonical import canonical

FULL = Share()
NO_QUOTA = 1_000_000  # the form of a quota has no "none": a number of cases that nobody reaches in a year
MOST = 2**53


class Lever(models.TextChoices):
    RULE = "rule", gettext_lazy("Band, depth and weights")
    SHARE = "share", gettext_lazy("Share of a judge")
    SPECIALISATION = "specialisation", gettext_lazy("Specialisation")
    QUOTA = "quota", gettext_lazy("Quota of cases a year")
    LIST = "list", gettext_lazy("List of turns or of duty")
    POOL = "pool", gettext_lazy("Place in a pool")


# Those that name one judge in one pool.
OF_A_PLACE = {Lever.SHARE, Lever.SPECIALISATION, Lever.QUOTA, Lever.POOL}
# Those whose published form names the two who signed; of the others the journal tells.
SIGNED_IN_THE_LOG = {Lever.RULE, Lever.SHARE}


@dataclass(frozen=True)
class Terms:
    """On what terms a judge takes part in a pool: the share, the only kinds, the most cases a year."""

    share: Share = FULL
    only: tuple[str, ...] = ()
    only_entry: int | None = None
    quota: int | None = None
    quota_entry: int | None = None


def terms_on(begun: Terms, changes: Iterable[Mapping[str, Any]], day: dt.date) -> Terms:
    """The terms in force on the day: of each sort the change entered last among those that have begun."""
    terms = begun
    for change in changes:
        if change["from"] <= day.isoformat():
            terms = with_change(terms, change["lever"], change["value"], change["entry"])
    return terms


def with_change(terms: Terms, lever: str, value: Any, entry: int | None) -> Terms:
    """The terms after a change of one sort."""
    if lever == Lever.SHARE:
        return replace(terms, share=Share(*value))
    if lever == Lever.SPECIALISATION:
        return replace(terms, only=tuple(value), only_entry=entry)
    return replace(terms, quota=value, quota_entry=entry)


def out_by_terms(terms: Terms, drawn: int, kind: str, category: str) -> Out | None:
    """Why the terms keep a judge from a case: the year's quota is reached, or the case is of another kind."""
    if terms.quota is not None and terms.quota_entry is not None and drawn >= terms.quota:
        return Out("quota", terms.quota_entry)
    if terms.only and terms.only_entry is not None and not {kind, category} & set(terms.only):
        return Out("not-specialised", terms.only_entry)
    return None


def every(rounds: int) -> Share:
    """A judge who gets a case every k-th round carries 1/k of a full load."""
    return Share(1, rounds)


def after(rounds: int) -> Share:
    """A judge who gets a case again after k rounds carries 1/(k+1) of a full load."""
    return Share(1, rounds + 1)


def share_words(share: Sequence[int]) -> str:
    """A share as people write it: 1, 1/4."""
    num, den = share
    return str(num) if den == 1 else f"{num}/{den}"


def value_of(lever: str, wanted: Mapping[str, Any]) -> Any:
    """The value alone, without whom it concerns."""
    names = {Lever.SHARE: "share", Lever.SPECIALISATION: "only", Lever.QUOTA: "cases", Lever.LIST: "judges"}
    if lever == Lever.RULE:
        return dict(wanted)
    return wanted["takes_part"] if lever == Lever.POOL else wanted[names[Lever(lever)]]


def fingerprint(court: Any, lever: str, before: Any, wanted: Any, not_before: str) -> str:
    """The hash of a change with all that makes it: court, lever, old and new value, the day."""
    form = {"court": court, "lever": lever, "before": before, "wanted": wanted, "not_before": not_before}
    return hashlib.sha256(canonical(form)).hexdigest()


def faults(lever: str, wanted: Mapping[str, Any]) -> Iterator[str]:
    """Reasons, fit to be shown, why the value cannot stand in the log; none if it can."""
    if lever == Lever.RULE:
        yield from _rule_faults(wanted)
    elif lever == Lever.SHARE and not all(type(n) is int and 0 < n < 100 for n in wanted["share"]):
        yield _("A share has two whole numbers between 1 and 99.")
    elif lever == Lever.QUOTA and not 0 <= wanted["cases"] < MOST:
        yield _("A quota is a number of cases.")
    elif lever == Lever.LIST and len(set(wanted["judges"])) != len(wanted["judges"]):
        yield _("A judge stands twice on the list.")
    elif lever == Lever.LIST and not wanted["judges"]:
        yield _("Nobody stands on the list.")


def _rule_faults(wanted: Mapping[str, Any]) -> Iterator[str]:
    weights = wanted["weights"]
    if not 0 < wanted["band"] < MOST:
        yield _("The band is above zero.")
    if wanted["depth"] not in DEPTHS:
        yield _("The depth lies between 0 and %(most)d bands.") % {"most": DEPTHS[-1]}
    if "*" not in weights:
        yield _("The weight of any other case (*) is missing.")
    if not all(type(weight) is int and 0 < weight < MOST for weight in weights.values()):
        yield _("Every weight is above zero.")
    yield from complexity.faults(weights)


def differences(lever: str, before: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What changes: name, old, new, each as people read it."""
    if lever == Lever.RULE:
        yield from _rule_differences(before, wanted)
        return
    old, new = (said(lever, value_of(lever, side)) for side in (before, wanted))
    if old != new:
        yield str(Lever(lever).label), old, new


def _rule_differences(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if before["band"] != wanted["band"]:
        yield _("Band"), hundredths(before["band"]), hundredths(wanted["band"])
    if before["depth"] != wanted["depth"]:
        yield _("Depth"), str(before["depth"]), str(wanted["depth"])
    for code in sorted(before["weights"].keys() | wanted["weights"].keys()):
        old, new = before["weights"].get(code), wanted["weights"].get(code)
        if old != new:
            yield _weight_name(code), hundredths(old), hundredths(new)


def _weight_name(code: str) -> str:
    if not complexity.is_factor(code):
        return _("Weight of %(code)s") % {"code": code}
    place, level = complexity.place_and_level(code)
    return _("Factor of complexity %(level)s of %(code)s") % {"code": place, "level": level}


def said(lever: str, value: Any) -> str:
    """The value of a lever that concerns one judge or one list, as people read it."""
    if lever == Lever.SHARE:
        return share_words(value)
    if lever == Lever.QUOTA:
        return _("no quota") if value is None or value >= NO_QUOTA else str(value)
    if lever == Lever.POOL:
        return _("takes part") if value else _("takes no part")
    nothing = _("all kinds") if lever == Lever.SPECIALISATION else _("no list")
    return ", ".join(value) or nothing


def hundredths(value: int | None) -> str:
    """1,50 for 150; a dash for nothing of its own."""
    return "–" if value is None else f"{value // 100},{value % 100:02}"


def weights_text(weights: Mapping[str, int]) -> str:
    """Weights as lines that a person can edit: `civil/debt.loan 1,50`."""
    return "\n".join(f"{code} {hundredths(weight)}" for code, weight in sorted(weights.items()))


def weights_of(text: str) -> dict[str, int]:
    """The weights that such lines name; raises ValueError with the line that it cannot read."""
    weights: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        code, _space, number = line.rpartition(" ")
        whole, _comma, part = number.replace(".", ",").partition(",")
        readable = whole.isascii() and whole.isdigit() and len(part) <= 2 and (not part or part.isdigit())
        if not code.strip() or not readable or code.strip() in weights:
            raise ValueError(line)
        weights[code.strip()] = int(whole) * 100 + int(part.ljust(2, "0") or "0")
    return weights
