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

from allocation.actions import alone, draw_case, record_draw  # noqa: E402
from allocation.batches import list_cases, take_seat  # noqa: E402
from allocation.giving import Batch, BatchCase  # noqa: E402


def at(point: str) -> None:
    """Die here, without a word, if this is the point."""
    if sys.argv[3] == point:
        os.kill(os.getpid(), signal.SIGKILL)


batch = Batch.objects.get(pk=sys.argv[2])
list_cases(batch)
at("after the list")
row = BatchCase.objects.filter(batch=batch).order_by("order").first()
take_seat(row)
at("after the seat was taken")
with alone(row.case.court), transaction.atomic():
    record_draw(row.case)
at("after the record")
draw_case(row.case)
at("after the result")
