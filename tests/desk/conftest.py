from collections.abc import Callable
from typing import Any

import pytest

from core import clock


@pytest.fixture
def cost(count_queries: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], int]:
    """How many queries a page takes; the clock's offset is read once in each, however busy the machine is."""
    monkeypatch.setattr(clock, "_READ_EVERY", 3600.0)

    def count(client: Any, address: str) -> int:
        client.get(address)
        clock.forget()
        with count_queries() as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    return count
