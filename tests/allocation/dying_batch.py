"""A redraw that is killed at a point: `python -m tests.allocation.dying_batch <database> <batch> <point>`."""

import os
import signal
import sys

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PLOT = "tests.allocation.plot_without_draws"
django.setup()

from django.db import transaction  # noqa: E402

from allocation.actions import alone  # noqa: E402
from allocation.batch_records import record_batch, waiting_rows  # noqa: E402
from allocation.batch_results import complete_batch, prove_batch  # noqa: E402
from allocation.batches import list_cases  # noqa: E402
from allocation.facts import pool_of  # noqa: E402
from allocation.giving import Batch  # noqa: E402


def at(point: str) -> None:
    """Die here, without a word, if this is the point."""
    if sys.argv[3] == point:
        os.kill(os.getpid(), signal.SIGKILL)


batch = Batch.objects.get(pk=sys.argv[2])
list_cases(batch)
at("after the list")
case = waiting_rows(batch)[0].case
with alone(batch.court):
    with transaction.atomic():
        one = record_batch(batch, pool_of(case.court, case.kind))
        at("before the record is committed")
    at("after the record")
    one = prove_batch(one, is_new=True)
    at("after the proofs")
    with transaction.atomic():
        complete_batch(one)
        at("before the result is committed")
