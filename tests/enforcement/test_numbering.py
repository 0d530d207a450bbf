"""Numbers of a year under many hands at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from core.errors import Refused
from enforcement.numbering import next_sequence


@pytest.mark.django_db(transaction=True)
def test_parallel_writs_take_each_number_once_and_a_rollback_gives_it_back(office):
    def take(turn):
        try:
            with transaction.atomic():
                number = next_sequence(office, 2026)
                if turn % 4 == 0:
                    raise Refused("rolled back")
                return number
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for number in pool.map(take, range(16)) if number]
    assert sorted(numbers) == list(range(1, 13))
