"""A list that is sorted and filtered by its address, so that it can be sent to a colleague."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import QueryDict

from core.paging import ROWS, KeysetPage


@dataclass(frozen=True)
class Column:
    """The head of a column: its words, and the address that sorts by it."""

    label: Any
    url: str = ""
    sort: str = ""
    is_number: bool = False


def kept(query: QueryDict, **change: str) -> str:
    """The address with some values changed (empty ones dropped), from its first page."""
    copy = query.copy()
    for name in ("after", "before", *change):
        copy.pop(name, None)
    for name, value in change.items():
        if value:
            copy[name] = value
    return f"?{copy.urlencode()}"


def chosen_order(query: QueryDict, orders: Mapping[str, str], default: str) -> str:
    """The order asked for by `sort=`, if it is one of `orders` (a word in the address → a field)."""
    wish = query.get("sort", "")
    return ("-" if wish.startswith("-") else "") + orders[wish.lstrip("-")] if wish.lstrip("-") in orders else default


def columns(
    query: QueryDict, labels: Mapping[str, Any], orders: Mapping[str, str], *, numbers: Collection[str] = ()
) -> list[Column]:
    """Heads of a table; those that can be sorted carry the address, the sorted one says how."""
    wish = query.get("sort", "")
    heads = []
    for key, label in labels.items():
        if key not in orders:
            heads.append(Column(label, is_number=key in numbers))
            continue
        is_rising, is_falling = wish == key, wish == f"-{key}"
        url = kept(query, sort=f"-{key}" if is_rising else key)
        heads.append(
            Column(label, url, "ascending" if is_rising else "descending" if is_falling else "", key in numbers)
        )
    return heads


def page_of(
    rows: QuerySet[Any] | Sequence[QuerySet[Any]],
    query: QueryDict,
    *,
    orders: Mapping[str, str],
    default: str,
    size: int = ROWS,
) -> KeysetPage[Model]:
    """One page of the rows in the order that the address asks for."""
    return KeysetPage(rows, query, order=chosen_order(query, orders, default), size=size)
