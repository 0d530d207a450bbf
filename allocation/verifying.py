"""The court's own check of its draws, with the very programs that outsiders run."""

import importlib.util
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from allocation import publishing, vacancies
from allocation.levers_verifying import lever_faults
from allocation.models import BatchRecord, CourtLog, Draw, State, Way
from cases.models import Case
from journal.models import Leaf
from journal.verification import register_check


@cache
def program(name: str) -> Any:
    """A published verifier, loaded from its file."""
    spec = importlib.util.spec_from_file_location(name, publishing.SCRIPTS / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def draw_fault(draw: Draw) -> str:
    """Why a draw does not hold; an empty text when it does. One of a batch holds if the whole batch does."""
    if draw.batch:
        return batch_fault(draw.batch)
    try:
        program("verify_draw").verify(publishing.whole(draw), publishing.key_json(draw.log, draw))
    except ValueError as reason:
        return str(reason)
    return ""


def batch_fault(one: BatchRecord) -> str:
    """Why a batch does not hold; an empty text when all its cases do."""
    try:
        program("verify_batch").verify(publishing.whole_batch(one), publishing.key_json(one.log, one))
    except ValueError as reason:
        return str(reason)
    return ""


@register_check
def ledger_faults() -> Iterator[str]:
    """Whether loads, judges and cases in the tables are those that follow from the public logs."""
    for log in CourtLog.objects.select_related("court"):
        replayed = program("verify_log").Log(signatures=False)
        yield from _replay(log, replayed)
        yield from _load_faults(log, replayed.ledger)
        yield from _judge_faults(log, replayed.ledger)
        yield from lever_faults(log, replayed.ledger)


def _replay(log: CourtLog, replayed: Any) -> Iterator[str]:
    leaves = Leaf.objects.filter(log=log.name).order_by("index").values_list("index", "body")
    for index, body in leaves.iterator(chunk_size=2000):
        try:
            replayed.read({"index": index, "body": json.loads(body or "null")})
        except (ValueError, KeyError, TypeError) as reason:
            yield f"{log.name}: entry {index} does not follow from those before: {reason}"


def _load_faults(log: CourtLog, ledger: Any) -> Iterator[str]:
    for place in log.places.filter(until_on=None).select_related("judge"):
        known = ledger.pools.get(place.pool, {}).get(place.judge.public_id)
        if known is None or known.load != place.load:
            due = "no place" if known is None else f"the load {known.load}"
            yield f"{log.name}: {place.judge.public_id} has the load {place.load} in {place.pool}, by the log {due}"


def _judge_faults(log: CourtLog, ledger: Any) -> Iterator[str]:
    done = Draw.objects.filter(log=log, state=State.DONE).order_by("attempt", "index")
    newest = {draw.dossier: draw for draw in done}
    seated = dict(Case.objects.filter(pk__in=newest).values_list("pk", "judge__public_id"))
    reporters = vacancies.reporters(done)
    for draw in newest.values():
        given = ledger.given.get(draw.public_id)
        if given is None or given.judges != draw.judges:
            yield f"{log.name}: the judges of the draw {draw.public_id} are not those in the log"
        elif seated.get(draw.dossier) != reporters.get(draw.dossier, seated.get(draw.dossier)):
            yield f"{log.name}: the case of the draw {draw.public_id} has another judge than was drawn"


def random_draws() -> Iterator[Draw]:
    """Every finished random draw, oldest first."""
    draws = Draw.objects.filter(state=State.DONE, way=Way.RANDOM).select_related("log__court").order_by("log", "index")
    yield from draws.iterator(chunk_size=500)
