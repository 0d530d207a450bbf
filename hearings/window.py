"""What hearings show on the case page, and how their events read."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.lifecycle import Status
from cases.models import Case
from cases.timeline import words
from cases.window_registry import Act, Tab, act, tab
from core import shown
from hearings.models import Hearing


def _tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    return {"hearings": list(Hearing.objects.filter(case=case).shown().order_by("-starts_at"))}


def _obstacles(case: Case) -> Iterator[str]:
    if case.status == Status.REGISTERED:
        yield _("The case is not accepted to proceedings.")


def _applies(case: Case) -> bool:
    return case.status in {Status.REGISTERED, Status.ACCEPTED, Status.HEARING}


tab(Tab("hearings", gettext_lazy("Hearings"), 40, "hearings/tab.html", _tab, right="hearings.view"))
act(
    Act(
        "hearing", gettext_lazy("Set a hearing"), "hearings:set", "hearings.set", 20,
        applies=_applies, obstacles=_obstacles, icon="calendar",
    )
)  # fmt: skip


@words("hearings.set")
@words("hearings.moved")
@words("hearings.cancelled")
def _when(data: dict[str, Any]) -> str:
    at = dt.datetime.fromisoformat(data["at"]) if data.get("at") else None
    return ", ".join(part for part in (shown.moment(at), data.get("room", ""), data.get("reason", "")) if part)


@words("hearings.held")
def _afterwards(data: dict[str, Any]) -> str:
    """Hours and reason of a hearing that was entered after its day; of others their own entries say when they were."""
    if "began_at" not in data:
        return ""
    began, ended = (dt.datetime.fromisoformat(data[name]) for name in ("began_at", "ended_at"))
    return f"{shown.moment(began)} – {shown.hour(ended)}, {data['reason']}"
