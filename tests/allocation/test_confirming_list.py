"""The list of categories that wait for a second person: what it costs, how it pages."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.models import User
from cases.models import Case
from staff.models import Judge
from tests.allocation.test_confirming import LIST, colleague, of

__all__ = ["colleague"]
NewCase = Callable[..., Case]
AsUser = Callable[[User], Client]


def test_the_list_costs_the_same_for_one_case_and_for_ten(
    as_user: AsUser, new_case: NewCase, judges: list[Judge], clerk: User, colleague: User, count_queries: Any
) -> None:
    client = as_user(colleague)
    of(new_case, clerk)
    client.get(LIST)
    with count_queries() as one:
        client.get(LIST)
    for _ in range(9):
        of(new_case, clerk)
    with count_queries() as ten:
        assert client.get(LIST).content.decode().count('name="rows"') == 10
    assert len(ten) == len(one)


def test_the_list_pages_by_key_the_oldest_first(
    as_user: AsUser, new_case: NewCase, judges: list[Judge], clerk: User, colleague: User
) -> None:
    cases = [new_case() for _ in range(52)]
    client = as_user(colleague)
    first = client.get(LIST).content.decode()
    assert first.index(cases[0].number) < first.index(cases[1].number)
    assert cases[51].number not in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert cases[51].number in client.get(f"{LIST}{following}").content.decode()
