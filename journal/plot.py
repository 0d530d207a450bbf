"""Reads the plot of the house: which functions follow from an event at once, and which after it."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from journal.registry import DECLARED

Reaction = Callable[[Any, dict[str, Any]], object]
TABLES = ("AT_ONCE", "AFTER")


def at_once(code: str) -> tuple[Reaction, ...]:
    """The functions that run inside the transaction of the entry."""
    return tuple(reaction(path) for path in _paths(settings.PLOT, "AT_ONCE").get(code, ()))


def after(code: str) -> tuple[str, ...]:
    """The dotted paths of the functions that run after the commit of the entry."""
    return tuple(_paths(settings.PLOT, "AFTER").get(code, ()))


@cache
def reaction(path: str) -> Reaction:
    """The function that the dotted path names."""
    found: Reaction = import_string(path)
    return found


@cache
def _paths(module: str, table: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = getattr(import_module(module), table)
    return found


def faults() -> Iterator[str]:
    """What is wrong with the plot: undeclared events, paths that lead nowhere, a line written twice."""
    for table in TABLES:
        for code, paths in _paths(settings.PLOT, table).items():
            if code not in DECLARED:
                yield f"{table}: no app declares the event {code}"
            if len(paths) != len(set(paths)):
                yield f"{table}: {code} names a function twice"
            yield from (f"{table}: {code} leads to {fault}" for path in paths if (fault := _fault_of(path)))


def _fault_of(path: str) -> str:
    try:
        return "" if callable(reaction(path)) else f"{path}, which is no function"
    except ImportError as error:
        return f"{path}, which cannot be imported: {error}"
