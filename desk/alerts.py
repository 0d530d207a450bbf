"""What cannot wait: terms at their end, messages that did not arrive, hearings called off, ills of the system."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from allocation.confirming import overdue_since
from allocation.models import CategoryCheck
from allocation.watching import WATCHES, told_to
from core import clock
from core.access import holds, requires
from desk.glance import ailments, placed
from desk.queues import ROWS, Line, category_lines, term_lines, terms_until
from desk.waiting import TOMORROW, first_rows
from hearings.models import Hearing
from hearings.models import State as Sitting
from notifications.models import Delivery
from notifications.models import State as Fate

# A hearing called off matters for the week to come.
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Alert:
    """A kind of trouble: whose right shows it, which rows, how a row is told."""

    label: str | Promise
    right: str
    rows: Callable[[Any], Any]
    lines: Callable[[Any, Iterable[Any]], Iterator[Line]]


@dataclass(frozen=True)
class Section:
    """One table of the page."""

    label: str | Promise
    lines: list[Line]

    @property
    def has_since(self) -> bool:
        return any(line.at for line in self.lines)

    @property
    def has_due(self) -> bool:
        return any(line.due_on for line in self.lines)

    @property
    def has_act(self) -> bool:
        return any(line.act for line in self.lines)


# A term that ends today or tomorrow cannot wait.
_LAST_TERMS = terms_until(TOMORROW)


def _last_terms(user: Any) -> Any:
    return first_rows(user, _LAST_TERMS, ROWS)


def _undelivered(user: Any) -> Any:
    rows = Delivery.objects.visible_to(user, "notifications.view").filter(state__in=[Fate.FAILED, Fate.UNCERTAIN])
    return rows.select_related("dossier__case").order_by("-created_at", "-pk")


def _undelivered_lines(_user: Any, deliveries: Iterable[Delivery]) -> Iterator[Line]:
    for one in deliveries:
        case = getattr(one.dossier, "case", None)
        number, url = (case.number, case.get_absolute_url()) if case else ("", "")
        yield Line(number, url, one.recipient, f"{one.get_channel_display()}, {one.subject}", at=one.created_at,
                   act=_("Open the message"), act_url=one.get_absolute_url())  # fmt: skip


def _called_off(user: Any) -> Any:
    rows = Hearing.objects.visible_to(user, "hearings.view").filter(
        sitting__state__in=[Sitting.CANCELLED, Sitting.MOVED],
        starts_at__range=(clock.now(), clock.now() + WEEK),
    )
    return rows.select_related("case", "sitting").order_by("starts_at", "pk")


def _called_off_lines(_user: Any, hearings: Iterable[Hearing]) -> Iterator[Line]:
    for one in hearings:
        told = f"{one.get_kind_display()}, {one.sitting.get_state_display()}"
        yield Line(one.case.number, one.case.get_absolute_url(), one.case.parties_line, told, at=one.starts_at,
                   act=_("Open the hearing"), act_url=one.get_absolute_url())  # fmt: skip


def _unconfirmed(user: Any) -> Any:
    late = CategoryCheck.objects.visible_to(user).waiting().filter(since__lt=overdue_since())
    return late.select_related("case__category").order_by("since", "pk")


ALERTS = [
    Alert(gettext_lazy("Terms over or at their end"), "cases.view", _last_terms, term_lines),
    Alert(gettext_lazy("Messages that did not arrive"), "notifications.view", _undelivered, _undelivered_lines),
    Alert(gettext_lazy("Hearings of the week called off"), "hearings.view", _called_off, _called_off_lines),
    Alert(
        gettext_lazy("Categories not confirmed for three working days"),
        "allocation.confirm_category",
        _unconfirmed,
        category_lines,
    ),
]


@requires("desk.view")
@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """What cannot wait, for this person: by kind, the first rows of each."""
    user: Any = request.user
    mine = [alert for alert in ALERTS if holds(user, alert.right)]
    sections = [Section(alert.label, list(alert.lines(user, alert.rows(user)[:ROWS]))) for alert in mine]
    context: dict[str, Any] = {"sections": [section for section in sections if section.lines]}
    if holds(user, WATCHES):
        context["watched"] = placed(told_to(user))
    if holds(user, "accounts.administer"):
        context |= {"administers": True, "alarms": ailments()}
    return render(request, "desk/alerts.html", context)
