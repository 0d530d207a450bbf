from collections.abc import Callable
from typing import Any

import pytest

from core import clock


@pytest.fixture
def cost(count_queries: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], int]:
    """How many queries a page takes; the clock's offset is read once in each, however busy the machine is."""
    monkeypatch.setattr(clock, "_READ_EVERY", 3600.0)
    known: set[Any] = set()

    def count(client: Any, address: str) -> int:
        if client not in known:  # the first page of a person notes the session
            client.get(address)
            known.add(client)
        clock.forget()
        with count_queries() as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    return count
