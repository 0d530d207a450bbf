"""Long lists page by key, not by offset, and are never counted."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
ROWS = 50


class KeysetPage(Generic[Row]):
    """One page of a list ordered by a field and then by id; the cursor in the address is the last row's key.

    `order` is a field of the model, with `-` in front for newest first; rows where it is null stand last.
    `rows` may be several querysets that share no row: each is read in its own index's order, then they are merged.
    A cursor that somebody spoiled shows the first page.
    """

    def __init__(
        self, rows: QuerySet[Row] | Sequence[QuerySet[Row]], query: QueryDict, *, order: str = "-id", size: int = ROWS
    ) -> None:
        parts = [rows] if isinstance(rows, QuerySet) else rows
        self.field = order.lstrip("-")
        self.is_descending = order.startswith("-")
        self.query = query
        model = parts[0].model._meta
        self._attribute: Any = model.get_field(self.field if self.field != "pk" else model.pk.name)
        key, self._is_back = (self._read(query.get("before") or query.get("after")), "before" in query)
        found = self._merged([list(self._from(part, key)[: size + 1]) for part in parts])
        has_more = len(found) > size
        self.rows = found[:size][::-1] if self._is_back else found[:size]
        has_next = (self._is_back or has_more) if key else has_more
        has_previous = has_more if self._is_back else key is not None
        self.next_url = self._url("after", self.rows[-1]) if self.rows and has_next else ""
        self.previous_url = self._url("before", self.rows[0]) if self.rows and has_previous else ""

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _merged(self, parts: list[list[Row]]) -> list[Row]:
        """Rows of all parts in the order of reading."""
        if len(parts) == 1:
            return parts[0]
        falls = self.is_descending != self._is_back

        def place(row: Row) -> tuple[bool, Any, Any]:
            value = getattr(row, self._attribute.attname)
            return ((value is None) == (falls == self._is_back), 0 if value is None else value, row.pk)

        return sorted(chain.from_iterable(parts), key=place, reverse=falls)

    def _from(self, rows: QuerySet[Row], key: tuple[Any, int] | None) -> QuerySet[Row]:
        falls = self.is_descending != self._is_back
        # Where null is possible it stands at the list's end; elsewhere the order is one that an index has.
        nulls = {("nulls_first" if self._is_back else "nulls_last"): True} if self._attribute.null else {}
        by = F(self.field).desc(**nulls) if falls else F(self.field).asc(**nulls)
        ordered = rows.order_by(by, "-pk" if falls else "pk")
        return ordered.filter(self._beyond(key, falls)) if key else ordered

    def _beyond(self, key: tuple[Any, int], falls: bool) -> Q:
        """Rows that stand behind the key in the direction of reading."""
        value, pk = key
        step, null = ("lt" if falls else "gt"), Q(**{f"{self.field}__isnull": True})
        further = Q(**{f"pk__{step}": pk})
        if value is None:
            return (null & further) | (~null if self._is_back else Q(pk__in=[]))
        beyond = Q(**{f"{self.field}__{step}e": value}) & (Q(**{f"{self.field}__{step}": value}) | further)
        return beyond if self._is_back or not self._attribute.null else beyond | null

    def _url(self, side: str, row: Row) -> str:
        kept = self.query.copy()
        kept.pop("after", None)
        kept.pop("before", None)
        kept[side] = self._write(row)
        return f"?{kept.urlencode()}"

    def _write(self, row: Row) -> str:
        value = getattr(row, self._attribute.attname)
        plain = value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
        plain = str(plain) if isinstance(plain, Decimal) else plain
        return base64.urlsafe_b64encode(json.dumps([plain, row.pk]).encode()).decode().rstrip("=")

    def _read(self, cursor: str | None) -> tuple[Any, int] | None:
        if not cursor:
            return None
        try:
            plain, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            value = None if plain is None else self._attribute.to_python(plain)
            return value, int(pk)
        except (ValueError, TypeError, binascii.Error, ValidationError, InvalidOperation):
            return None
