from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from core import clock


@pytest.fixture
def vuqar(new_person: Callable[..., User]) -> User:
    """Vüqar the defendant, who comes by ASAN login."""
    return new_person(username="fin-2MV8C4R", fin="2MV8C4R", password=None, surname="Əsgərov", given_name="Vüqar")


@pytest.fixture
def stranger(new_person: Callable[..., User]) -> User:
    """A citizen who takes part in nothing."""
    return new_person(username="fin-7HN3L9D", fin="7HN3L9D", password=None)


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
