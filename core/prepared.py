"""Queries that every page asks: put together once a process and planned once a connection, then only run.

Django puts a query together anew each time it is asked, and PostgreSQL reads and plans it anew; for a row with its
relations both cost several times what it takes to run. What is kept is the text and the plan, never a row (ADR 10).
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from inspect import signature
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignObject, Lookup, Model, QuerySet, Value

Row = TypeVar("Row", bound=Model)
NUMBERS = count(1)
# Names of the statements that each connection to the database knows already; a new connection knows none.
KNOWN: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Given:
    """Stands in the kept query where a value will be put."""

    name: str


@Field.register_lookup
@ForeignObject.register_lookup
class AnyOf(Lookup):  # type: ignore[type-arg]
    """`column = ANY (array)`: a list of any length is one value, so the text of the query stays the same."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, known = self.process_lhs(compiler, connection)
        array, values = self.process_rhs(compiler, connection)
        return f"{column} = ANY ({array})", (*known, *values)


class Statement:
    """SQL with `%s` for each value, that PostgreSQL reads and plans once for a connection (PREPARE)."""

    def __init__(self, sql: str, values: int) -> None:
        self.name = f"kept_{next(NUMBERS)}"
        self.text = sql % tuple(f"${place}" for place in range(1, values + 1))
        self.asked = f"EXECUTE {self.name}" + (f" ({', '.join(['%s'] * values)})" if values else "")

    def on(self, link: Any) -> str:
        """What asks it over this connection."""
        link.ensure_connection()
        known = KNOWN.setdefault(link.connection, set())
        if self.name not in known:
            with link.wrap_database_errors, link.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {self.text}")
            known.add(self.name)
        return self.asked

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Ask it and read the answer."""
        link = connections[DEFAULT_DB_ALIAS]
        with link.cursor() as cursor:
            cursor.execute(self.on(link), values)
            return list(cursor.fetchall())


class Prepared(Generic[Row]):
    """A function that builds a queryset of its arguments, as a function that answers with the rows.

    The arguments must be values that PostgreSQL takes as they are, none of them None; lists are asked by `__any`.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]]) -> None:
        self.build = build
        self.names = list(signature(build).parameters)
        update_wrapper(self, build)

    def __call__(self, *values: Any) -> list[Row]:
        if len(values) != len(self.names) or None in values:
            raise ValueError(f"{self.names} are asked, {values} were given")
        rows, compiler, params, statement = self._kept
        given = dict(zip(self.names, map(_plain, values), strict=True))
        filled = tuple(given[value.name] if isinstance(value, Given) else value for value in params)
        # A copy, since other threads ask the same query over connections of their own.
        run, asked = copy.copy(compiler), rows.all()
        run.connection = connections[DEFAULT_DB_ALIAS]
        run.as_sql = lambda *_how, **_more: (statement.on(run.connection), filled)
        asked.query.get_compiler = lambda *_how, **_more: run  # type: ignore[method-assign]
        return list(asked)

    @cached_property
    def _kept(self) -> tuple[QuerySet[Row], Any, tuple[Any, ...], Statement]:
        rows = self.build(*(Value(Given(name)) for name in self.names))
        compiler: Any = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        compiler.get_converters = lambda _columns: converters
        return rows, compiler, tuple(params), Statement(sql, len(params))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, set | frozenset) else value


def prepared(build: Callable[..., QuerySet[Row]]) -> Prepared[Row]:
    """Keep this query for the life of the process."""
    return Prepared(build)
