"""What the public log keeps back of covert measures until their secrecy ends: all but leaf, weight and pool.

The published verifier replays loads, so it must see who got a case. Of a hidden record it takes the judges from the
result, which is therefore an open entry. An attempt given without a draw has no result that follows it, so from the
first such attempt on the entries of the case stand open, in the form of sealed kinds, which names no case.
"""

from typing import NamedTuple

from django.db.models import Q

from accounts.models import Dossier
from allocation.models import Conflict, CourtLog, Draw, Way


class Kept(NamedTuple):
    """What is shown of an entry that is kept back."""

    weight: int
    pool: str


def kept_back(log: CourtLog) -> dict[int, Kept]:
    """The entries of the log that show leaf, weight and pool alone, by index."""
    covert = Draw.objects.filter(log=log, dossier__in=Dossier.objects.covert().values("pk"))
    shown = covert.filter(~Q(way=Way.RANDOM)).values("dossier")
    kept: dict[int, Kept] = {}
    named: dict[str, Kept] = {}
    for case, index, weight, pool in covert.exclude(dossier__in=shown).values_list("case", "index", "weight", "pool"):
        kept[index] = named[case] = Kept(weight, pool)
    barred = Conflict.objects.filter(log=log, case__in=named).values_list("case", "index")
    return kept | {index: named[case] for case, index in barred}
