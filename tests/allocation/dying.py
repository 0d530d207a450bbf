"""A draw in a process that is killed at a point: `python -m tests.allocation.dying <database> <case> <point>`."""

import os
import signal
import sys

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PLOT = "tests.allocation.plot_without_draws"
django.setup()

from django.db import transaction  # noqa: E402

from allocation.actions import alone, complete, prove, record_draw  # noqa: E402
from cases.models import Case  # noqa: E402


def at(point: str) -> None:
    """Die here, without a word, if this is the point."""
    if sys.argv[3] == point:
        os.kill(os.getpid(), signal.SIGKILL)


case = Case.objects.get(pk=sys.argv[2])
with alone(case.court):
    with transaction.atomic():
        draw = record_draw(case)
        at("before the record is committed")
    at("after the record")
    draw = prove(draw)
    at("after the proofs")
    with transaction.atomic():
        complete(draw)
        at("before the result is committed")
