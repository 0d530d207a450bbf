"""Lists page by key: every row once, in both directions, whatever the order and the gaps."""

import datetime as dt

import pytest
from django.http import QueryDict

from accounts.models import User
from core.listing import chosen_order, columns, kept
from core.models import StoredFile
from core.paging import KeysetPage

MOMENT = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def files():
    """Eleven files, of which some were stored at the same moment."""
    return StoredFile.objects.bulk_create(
        StoredFile(sha256=f"{n:064x}", size=n, content_type="text/plain", stored_at=MOMENT + dt.timedelta(days=n // 3))
        for n in range(11)
    )


@pytest.fixture
def people():
    """Seven users, three of them without a FIN."""
    return User.objects.bulk_create(
        User(username=f"p{n}", surname="P", given_name=str(n), fin=f"FIN000{n}" if n < 4 else None) for n in range(7)
    )


def walk(rows, order, side="next_url", start="", size=3):
    """All pages from one end to the other."""
    pages, address = [], start
    for _turn in range(50):
        page = KeysetPage(rows, QueryDict(address.lstrip("?")), order=order, size=size)
        pages.append(list(page))
        address = getattr(page, side)
        if not address:
            return pages, page
    raise AssertionError("the list does not end")


@pytest.mark.parametrize("order", ["stored_at", "-stored_at", "id", "-id", "size", "-sha256"])
def test_every_row_is_shown_once_and_in_order(files, order):
    pages, _last = walk(StoredFile.objects.all(), order)
    shown = [row.pk for page in pages for row in page]
    tie = "-pk" if order.startswith("-") else "pk"
    assert shown == list(StoredFile.objects.order_by(order, tie).values_list("pk", flat=True))
    assert [len(page) for page in pages] == [3, 3, 3, 2]


@pytest.mark.parametrize("order", ["fin", "-fin"])
def test_rows_without_a_value_stand_last_and_none_is_lost(people, order):
    rows = User.objects.filter(username__startswith="p")
    pages, last = walk(rows, order, size=2)
    shown = [row for page in pages for row in page]
    assert len({row.pk for row in shown}) == len(shown) == 7
    assert [row.fin is None for row in shown] == [False] * 4 + [True] * 3
    back, _first = walk(rows, order, "previous_url", last.previous_url, size=2)
    assert [row.pk for page in reversed(back) for row in page] == [row.pk for row in shown[:6]]


@pytest.mark.parametrize("order", ["stored_at", "-stored_at", "-id"])
def test_the_way_back_shows_the_same_rows(files, order):
    pages, last = walk(StoredFile.objects.all(), order)
    back, first = walk(StoredFile.objects.all(), order, "previous_url", last.previous_url)
    assert [row.pk for page in reversed(back) for row in page] == [row.pk for page in pages[:-1] for row in page]
    assert first.previous_url == ""


def test_row_that_came_in_between_moves_nothing(files):
    first = KeysetPage(StoredFile.objects.all(), QueryDict(), order="-id", size=3)
    StoredFile.objects.create(sha256="f" * 64, size=1, content_type="text/plain", stored_at=MOMENT)
    second = KeysetPage(StoredFile.objects.all(), QueryDict(first.next_url.lstrip("?")), order="-id", size=3)
    assert [row.pk for row in second] == [first.rows[-1].pk - n for n in (1, 2, 3)]


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwiYiJd", "bnVsbA", "é", "W251bGwsbnVsbF0", "eyJhIjoxfQ"])
def test_spoiled_cursor_shows_the_first_page(files, cursor):
    page = KeysetPage(StoredFile.objects.all(), QueryDict(f"after={cursor}"), order="-id", size=3)
    assert [row.size for row in page] == [10, 9, 8]


def test_page_never_counts_the_table(files, django_assert_num_queries):
    with django_assert_num_queries(1) as seen:
        page = KeysetPage(StoredFile.objects.all(), QueryDict(), order="-id", size=3)
        assert len(page) == 3
    assert "COUNT" not in seen.captured_queries[0]["sql"].upper()


def test_filters_stay_in_the_address_of_the_next_page(files):
    page = KeysetPage(StoredFile.objects.all(), QueryDict("q=a&after=W10"), order="-id", size=3)
    assert page.next_url.startswith("?q=a&after=")
    assert page.next_url.count("after") == 1


def test_order_in_the_address_is_one_that_the_list_offers():
    orders = {"came": "stored_at"}
    assert chosen_order(QueryDict("sort=-came"), orders, "-id") == "-stored_at"
    assert chosen_order(QueryDict("sort=password"), orders, "-id") == "-id"


def test_head_of_a_column_turns_its_order_round():
    heads = columns(QueryDict("sort=came&q=a"), {"came": "Came", "who": "Who"}, {"came": "stored_at"})
    assert (heads[0].sort, heads[0].url, heads[1].url) == ("ascending", "?q=a&sort=-came", "")


def test_changing_a_filter_begins_at_the_first_page():
    assert kept(QueryDict("q=a&after=W10&way=post"), way="") == "?q=a"
