"""Draws in real transactions, several at once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from allocation.models import CourtLog, Draw, Place, State
from allocation.opening import open_at_need
from allocation.verifying import ledger_faults
from cases.models import Case
from reference.models import Body
from staff.models import Judge

NewCase = Callable[..., Case]
pytestmark = pytest.mark.django_db(transaction=True)
CASES, WRITERS = 40, 8


def test_parallel_registrations_lose_and_double_no_draw(new_case: NewCase, judges: list[Judge], court: Body) -> None:
    open_at_need(court)
    threads = [threading.Thread(target=register, args=(new_case, CASES // WRITERS)) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Draw.objects.filter(log__court=court, state=State.DONE).count() == CASES
    assert Case.objects.filter(judge=None).count() == 0
    assert list(ledger_faults()) == []
    loads = Place.objects.filter(log=CourtLog.objects.get(court=court), pool__endswith="/mulki")
    assert sum(place.load * place.share_num // place.share_den for place in loads) == 100 * CASES


def register(new_case: NewCase, count: int) -> None:
    """One desk: every registration is a transaction, its draw follows the commit."""
    try:
        for _ in range(count):
            new_case()
    finally:
        connection.close()
