from collections.abc import Callable
from typing import Any

import pytest

from core import clock


@pytest.fixture
def cost(count_queries: Any) -> Callable[[Any, str], int]:
    """How many queries a page takes, with the clock's offset read in each, as it is once a second."""

    def count(client: Any, address: str) -> int:
        client.get(address)
        clock.forget()
        with count_queries() as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    return count
