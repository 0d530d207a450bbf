"""Queries that every page asks: put together once a process and planned once a connection, then only run.

Django puts a query together anew each time it is asked, and PostgreSQL reads and plans it anew; for a row with its
relations both cost several times what it takes to run. What is kept is the text and the plan, never a row (ADR 10).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from inspect import signature
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignObject, Lookup, Model, QuerySet, Value, prefetch_related_objects
from django.db.models.query import ModelIterable, ValuesIterable, get_related_populators

Row = TypeVar("Row", bound=Model)
NUMBERS = count(1)
# Names of the statements that each connection to the database knows already; a new connection knows none.
KNOWN: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Given:
    """Stands in the kept query where a value will be put."""

    name: Hashable


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
    """SQL with `%s` for each value, that PostgreSQL reads and plans once for a connection (PREPARE).

    `places` says which of the values stands at each `%s`, where one stands at several.
    """

    def __init__(self, sql: str, values: int, places: Sequence[int] | None = None) -> None:
        self.name = f"kept_{next(NUMBERS)}"
        self.text = sql % tuple(f"${place + 1}" for place in places or range(values))
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

    def run(self, *values: Any) -> None:
        """Ask it where nothing is answered."""
        link = connections[DEFAULT_DB_ALIAS]
        with link.cursor() as cursor:
            cursor.execute(self.on(link), values)

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Ask it and read the answer."""
        link = connections[DEFAULT_DB_ALIAS]
        with link.cursor() as cursor:
            cursor.execute(self.on(link), values)
            return list(cursor.fetchall())


class Reading:
    """What becomes of the columns of a query: the values as they are, by their names."""

    def __init__(self, rows: QuerySet[Any], compiler: Any) -> None:
        self.names: list[str] = list(rows.query.selected or ())  # type: ignore[attr-defined]
        self.beside: Sequence[Any] = rows._prefetch_related_lookups  # type: ignore[attr-defined]
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        self.converted = [(place, column, steps) for place, (steps, column) in converters.items()]

    def all(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """What each row becomes, and what is asked beside them."""
        found = [self.one(self._converted(list(row)) if self.converted else row) for row in rows]
        if self.beside:
            prefetch_related_objects(found, *self.beside)
        return found

    def _converted(self, row: list[Any]) -> list[Any]:
        for place, column, steps in self.converted:
            for step in steps:
                row[place] = step(row[place], column, connections[DEFAULT_DB_ALIAS])
        return row

    def one(self, row: Sequence[Any]) -> Any:
        """What a row becomes."""
        return dict(zip(self.names, row, strict=True))


class Objects(Reading):
    """Objects with their relations: how they are put together, Django finds out anew for every answer."""

    def __init__(self, rows: QuerySet[Any], compiler: Any) -> None:
        super().__init__(rows, compiler)
        told = compiler.klass_info
        first, end = told["select_fields"][0], told["select_fields"][-1] + 1
        self.model, self.own, self.added = told["model"], slice(first, end), compiler.annotation_col_map
        self.names = [column.target.attname for column, _sql, _alias in compiler.select[self.own]]
        self.related = get_related_populators(told, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]

    def one(self, row: Sequence[Any]) -> Any:
        """The object of a row."""
        found = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.own])
        for relation in self.related:
            relation.populate(row, found)
        for name, place in self.added.items():
            setattr(found, name, row[place])
        return found


# What a queryset says of the rows that it gives, and who reads them here.
READINGS = {ModelIterable: Objects, ValuesIterable: Reading}


class Kept(Generic[Row]):
    """A queryset with places for its values, put together at the first asking and then only run."""

    def __init__(self, build: Callable[[], QuerySet[Row]]) -> None:
        self._build = build

    def ask(self, given: Mapping[Any, Any]) -> list[Row]:
        """Its rows with these values."""
        names, statement, reading = self._kept
        found: list[Row] = reading.all(statement.rows(*(given[name] for name in names)))
        return found

    @cached_property
    def _kept(self) -> tuple[list[Any], Statement, Reading]:
        rows = self._build()
        compiler: Any = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        asked = _with_places(*compiler.as_sql())
        return *asked, READINGS[rows._iterable_class](rows, compiler)  # type: ignore[attr-defined]


class Prepared(Kept[Row]):
    """A function that builds a queryset of its arguments, as a function that answers with the rows.

    The arguments must be values that PostgreSQL takes as they are, none of them None; lists are asked by `__any`.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]]) -> None:
        self.names = list(signature(build).parameters)
        super().__init__(lambda: build(*(Value(Given(name)) for name in self.names)))
        update_wrapper(self, build)

    def __call__(self, *values: Any) -> list[Row]:
        if len(values) != len(self.names) or None in values:
            raise ValueError(f"{self.names} are asked, {values} were given")
        return self.ask(dict(zip(self.names, map(_plain, values), strict=True)))


class Counts:
    """How many rows each of several lists has, in one statement; a list may lie in parts that share no row.

    With `most` none is counted further than that, nor put in order for it.
    """

    def __init__(self, build: Callable[[], Iterable[Sequence[QuerySet[Any]]]], most: int | None = None) -> None:
        self._build, self._most = build, most

    def ask(self, given: Callable[[Any], Any]) -> list[int]:
        """The numbers with the values that are given for the names."""
        names, statement = self._kept
        (counts,) = statement.rows(*(given(name) for name in names))
        return [count if self._most is None else min(count, self._most) for count in counts]

    @cached_property
    def _kept(self) -> tuple[list[Any], Statement]:
        columns, params = [], []
        for parts in self._build():
            asked = [part.order_by().values("pk")[: self._most].query.sql_with_params() for part in parts]
            columns.append(" + ".join(f"(SELECT count(*) FROM ({sql}) AS rows)" for sql, _params in asked))  # noqa: S608
            params += [value for _sql, values in asked for value in values]
        return _with_places(f"SELECT {', '.join(columns)}", params)


def _with_places(sql: str, params: Sequence[Any]) -> tuple[list[Any], Statement]:
    """The names of the values still to come, and the statement; what never changes stands in its text.

    So PostgreSQL sees that `state = 'open'` is what a partial index holds, though it plans without the values. A value
    that stands at several places is sent once.
    """
    named = [value.name for value in params if isinstance(value, Given)]
    names = list(dict.fromkeys(named))
    text = sql.replace("%%", "%%%%") % tuple("%s" if isinstance(value, Given) else _literal(value) for value in params)
    return names, Statement(text, len(names), [names.index(name) for name in named])


def _literal(value: Any) -> str:
    link: Any = connections[DEFAULT_DB_ALIAS]
    link.ensure_connection()
    with link.connection.cursor() as cursor:
        return str(cursor.mogrify("%s", [value]).decode()).replace("%", "%%")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, set | frozenset) else value


def prepared(build: Callable[..., QuerySet[Row]]) -> Prepared[Row]:
    """Keep this query for the life of the process."""
    return Prepared(build)
