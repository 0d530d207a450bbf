"""What all tests of a file begin from: made once, in a transaction around them; each test is a savepoint in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from core import clock


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Opens the transaction, and gives what lets a fixture of the file write into it: `with kept.unblock(): …`.

    What such a fixture makes stands for every test of the file and is gone after the last. It gives keys, not objects:
    each test reads its own. Tests that need a transaction of their own (threads, servers) stand in another file.
    """
    around = transaction.atomic()
    around._from_testcase = True  # as in Django's TestCase: blocks that must be the outermost begin within it
    with django_db_blocker.unblock():
        clock.forget()
        around.__enter__()
    yield django_db_blocker
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
