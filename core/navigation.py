"""Modules of the staff's rail: each app registers its own, and a person sees those that a right opens."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from core.access import holds

REGISTERED: dict[str, "Module"] = {}
GROUPS = ("work", "means", "whole")


@dataclass(frozen=True)
class Module:
    """One line of the rail. Groups in their order: `work` of the day, `means` beside it, the `whole` of the court."""

    key: str
    label: str | Promise
    url_name: str
    icon: str
    right: str = ""
    order: int = 100
    group: str = "work"
    count: Callable[[Any], int] | None = None

    @property
    def url(self) -> str:
        """Its address; empty while its app has no such door (a test refuses that)."""
        return _address(self.url_name)


@dataclass(frozen=True)
class Line:
    """A module as one person sees it now."""

    module: Module
    url: str
    is_current: bool
    count: int | None


@cache
def _address(url_name: str) -> str:
    """Found once a process: the rail of every page asks for all of them."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def register(module: Module) -> None:
    """Put a module on the rail; the same key again replaces it."""
    if module.group not in GROUPS:
        raise ValueError(f"the module {module.key} stands in no group of the rail: {module.group}")
    REGISTERED[module.key] = module


def rail(user: Any, path: str) -> list[list[Line]]:
    """The groups of modules that the user may open; the one with the longest address that fits is current."""
    seen = [module for module in REGISTERED.values() if module.url and (not module.right or holds(user, module.right))]
    fitting = [module.url for module in seen if path.startswith(module.url)]
    current = max(fitting, key=len, default=None)
    grouped = []
    for group in GROUPS:
        own = sorted((module for module in seen if module.group == group), key=lambda module: module.order)
        lines = [_line(module, module.url == current, user) for module in own]
        if lines:
            grouped.append(lines)
    return grouped


def _line(module: Module, is_current: bool, user: Any) -> Line:
    return Line(module, module.url, is_current, module.count(user) if module.count else None)
