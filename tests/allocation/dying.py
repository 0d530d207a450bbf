"""A draw and a redraw whose process is killed at a point."""

import os
import signal
from collections.abc import Callable

from django.db import transaction

from allocation.actions import alone, complete, prove, record_draw
from allocation.batch_records import record_batch, waiting_rows
from allocation.batch_results import complete_batch, prove_batch
from allocation.batches import list_cases
from allocation.facts import pool_of
from allocation.giving import Batch
from cases.models import Case
from tests.forked import forked


def at(point: str, deadly: str) -> None:
    """Die here, without a word, if this is the point."""
    if point == deadly:
        os.kill(os.getpid(), signal.SIGKILL)


def draw(case: int, deadly: str) -> None:
    """Draw the case in its steps."""
    drawn = Case.objects.get(pk=case)
    with alone(drawn.court):
        with transaction.atomic():
            left = record_draw(drawn)
            at("before the record is committed", deadly)
        at("after the record", deadly)
        left = prove(left)
        at("after the proofs", deadly)
        with transaction.atomic():
            complete(left)
            at("before the result is committed", deadly)


def redraw(batch: int, deadly: str) -> None:
    """Draw the cases of the batch in its steps."""
    asked = Batch.objects.get(pk=batch)
    list_cases(asked)
    at("after the list", deadly)
    case = waiting_rows(asked)[0].case
    with alone(asked.court):
        with transaction.atomic():
            one = record_batch(asked, pool_of(case.court, case.kind))
            at("before the record is committed", deadly)
        at("after the record", deadly)
        one = prove_batch(one, is_new=True)
        at("after the proofs", deadly)
        with transaction.atomic():
            complete_batch(one)
            at("before the result is committed", deadly)


def killed(act: Callable[[int, str], None], key: int, point: str) -> None:
    """Do it in another process, which is killed there."""
    process = forked(act, key, point)
    process.join()
    assert process.exitcode == -signal.SIGKILL
