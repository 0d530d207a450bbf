"""What higher apps show on the case page: tabs, acts possible or barred, and lines of the head."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from cases.models import Case

Context = Callable[[HttpRequest, Case], dict[str, Any]]
Obstacles = Callable[[Case], Iterable[str]]


@dataclass(frozen=True)
class Tab:
    """A leaf of the case page; its template is rendered with what `context` gives."""

    key: str
    label: str | Promise
    order: int
    template: str
    context: Context
    right: str = "cases.view"
    count: Callable[[Case], int] | None = None


@dataclass(frozen=True)
class Act:
    """A step that a person may take from the case page; its obstacles are the same that would refuse it.

    `applies` keeps acts that make no sense at this stage off the page; `obstacles` says why a sensible one is barred.
    """

    key: str
    label: str | Promise
    url_name: str
    right: str
    order: int
    applies: Callable[[Case], bool]
    obstacles: Obstacles = lambda case: ()
    # Why this person cannot take a step that another may: who registered a case does not confirm its category.
    barred_to: Callable[[Any, Case], Iterable[str]] = lambda user, case: ()
    icon: str = "chevron-right"
    is_post: bool = False
    # What the address names, where it is not the case: its open invoice.
    of: Callable[[Case], int] = lambda case: case.pk

    def url(self, case: Case) -> str:
        """Where the act begins."""
        return reverse(self.url_name, args=[self.of(case)])


TABS: dict[str, Tab] = {}
ACTS: dict[str, Act] = {}


def tab(new: Tab) -> Tab:
    """Declare a tab of the case page."""
    return TABS.setdefault(new.key, new)


def act(new: Act) -> Act:
    """Declare an act of the case page."""
    return ACTS.setdefault(new.key, new)


def tabs_for(user: Any, case: Case) -> list[Tab]:
    """The tabs that the user may open, in order."""
    return sorted((t for t in TABS.values() if user.holds(t.right, case)), key=lambda t: t.order)


def acts_for(user: Any, case: Case) -> tuple[list[Act], list[tuple[Act, list[str]]]]:
    """The acts that the user may take now, and those barred with their reasons; acts without the right are absent."""
    possible, barred = [], []
    for found in sorted(ACTS.values(), key=lambda a: a.order):
        if not user.holds(found.right, case) or not found.applies(case):
            continue
        reasons = [*found.obstacles(case), *found.barred_to(user, case)]
        if reasons:
            barred.append((found, reasons))
        else:
            possible.append(found)
    return possible, barred
