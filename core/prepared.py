"""Queries that every page asks: put together once a process, then only run with other values.

Django puts a query together anew each time it is asked, which for a row with its relations costs several times what
it takes to run. What is kept is the text of the query alone, never a row: every answer is read from the database.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignObject, Lookup, Model, QuerySet, Value

Row = TypeVar("Row", bound=Model)


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

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, known = self.process_lhs(compiler, connection)
        array, values = self.process_rhs(compiler, connection)
        return f"{column} = ANY ({array})", [*known, *values]

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [list(value)]


class Prepared(Generic[Row]):
    """A function that builds a queryset of its arguments, as a function that answers with the rows.

    The arguments must be values that PostgreSQL takes as they are, none of them None; lists are asked by `__any`.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]]) -> None:
        self.build = build
        self.kept: tuple[QuerySet[Row], Any, str, tuple[Any, ...]] | None = None
        self.names = list(signature(build).parameters)
        update_wrapper(self, build)

    def __call__(self, *values: Any) -> list[Row]:
        if len(values) != len(self.names) or None in values:
            raise ValueError(f"{self.names} are asked, {values} were given")
        rows, compiler, sql, params = self.kept or self._prepare()
        plain = (list(value) if isinstance(value, set | frozenset) else value for value in values)
        given = dict(zip(self.names, plain, strict=True))
        filled = tuple(given[value.name] if isinstance(value, Given) else value for value in params)
        asked, run = rows.all(), copy.copy(compiler)
        run.connection = connections[DEFAULT_DB_ALIAS]
        run.as_sql = lambda *_how, **_more: (sql, filled)
        asked.query.get_compiler = lambda *_how, **_more: run  # type: ignore[method-assign]
        return list(asked)

    def _prepare(self) -> tuple[QuerySet[Row], Any, str, tuple[Any, ...]]:
        rows = self.build(*(Value(Given(name)) for name in self.names))
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        self.kept = rows, compiler, sql, tuple(params)
        return self.kept


def prepared(build: Callable[..., QuerySet[Row]]) -> Prepared[Row]:
    """Keep the text of this query for the life of the process."""
    return Prepared(build)
