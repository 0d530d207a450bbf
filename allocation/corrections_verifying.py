"""Whether every correction of a weight in the public log was made by two people here, and weighs what the rule says.

The published verifiers take any weight in a `correction`: an outsider cannot know how complex a case is. The court can.
"""

from collections.abc import Iterator
from typing import Any

from allocation.corrections import rule_of
from allocation.drawing import parsed
from allocation.models import Correction, CourtLog, Draw, WeightEntry
from cases.models import Case
from journal.models import Leaf
from journal.verification import register_check

NAMED = "draw__log__court"


@register_check
def correction_faults() -> Iterator[str]:
    """What of the corrections in the public logs has no ground, in sentences; nothing when tables and log agree."""
    for log in CourtLog.objects.select_related("court"):
        decided = _decided(log)
        written = Leaf.objects.filter(log=log.name, body__contains='"kind":"correction"').order_by("index")
        for index, text in written.values_list("index", "body"):
            body = parsed(text or "{}")
            if body.get("kind") == "correction":
                yield from _faults(log, index, body, decided.pop((index, body["draw"]), None))
        yield from (f"{log.name}: the correction of the draw {draw} is not entry {at}" for at, draw in decided)


def _decided(log: CourtLog) -> dict[tuple[int | None, str], Correction]:
    """The decisions of two people by the entry that each made and the draw that it names."""
    first = Correction.objects.filter(draw__log=log, index__isnull=False).select_related(NAMED, "category")
    found = {(one.index, one.draw.public_id): one for one in first}
    entries = WeightEntry.objects.filter(draw__log=log).select_related("draw", "correction__category")
    return found | {(one.index, one.draw.public_id): one.correction for one in entries}


def _faults(log: CourtLog, index: int, body: dict[str, Any], made: Correction | None) -> Iterator[str]:
    where = f"{log.name}: the correction in entry {index}"
    draw = Draw.objects.select_related("log").filter(public_id=body["draw"]).first()
    if made is None or draw is None:
        yield f"{where} was decided by no two people of the court"
        return
    kind = Case.objects.values_list("kind__code", flat=True).get(pk=draw.dossier)
    due = rule_of(draw).weight_of(kind, made.category.code, made.level)
    if body["weight"] != due:
        yield f"{where} has the weight {body['weight']}, by the rule for this category and complexity {due}"
