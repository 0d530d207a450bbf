"""What enforcement shows on the case page of the court, and how its events read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import Status
from cases.models import Case
from cases.timeline import words
from cases.window_registry import Act, Tab, act, tab
from core import shown
from core.access import holds
from core.prepared import prepared
from enforcement.models import ActionKind, Writ, WritState
from enforcement.obstacles import of_issuing

AWAITED = {Status.DECIDED, Status.IN_FORCE, Status.ENFORCED}


@dataclass(frozen=True)
class OfWrit(Act):
    """A step on the first writ of the case that stands in this state."""

    state: str = ""

    def url(self, case: Case) -> str:
        return reverse(self.url_name, args=[case.writs.filter(state=self.state).earliest("pk").pk])


def _tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    rows = Writ.objects.shown().filter(case=case).prefetch_related("enforcement_case__actions")
    return {"writs": list(rows), "may_issue": holds(request.user, "enforcement.issue", case) and _awaited(case)}


def _awaited(case: Case) -> bool:
    return case.status in AWAITED


def _states(case: Case) -> set[str]:
    """States of the case's writs, read once for all acts of the page."""
    known: dict[str, Any] = case.__dict__
    if "_writ_states" not in known:
        known["_writ_states"] = {writ.state for writ in _writs(case.pk)}
    found: set[str] = known["_writ_states"]
    return found


@prepared
def _writs(case: Any) -> "QuerySet[Writ]":
    return Writ.objects.filter(case=case).only("state")


def _first(case: Case) -> bool:
    return _awaited(case) and not _states(case) - {WritState.WITHDRAWN}


def _prepared(case: Case) -> bool:
    return _awaited(case) and WritState.PREPARED in _states(case)


def _signed(case: Case) -> bool:
    return _awaited(case) and WritState.SIGNED in _states(case)


tab(Tab("enforcement", _("Enforcement"), 70, "enforcement/tab.html", _tab, right="enforcement.view_writ"))
act(Act("issue_writ", _("Prepare a writ of execution"), "enforcement:issue", "enforcement.issue", 40,
        applies=_first, obstacles=of_issuing, icon="scale"))  # fmt: skip
act(OfWrit("sign_writ", _("Sign the writ of execution"), "enforcement:sign", "enforcement.sign_writ", 41,
           applies=_prepared, icon="badge-check", state=WritState.PREPARED))  # fmt: skip
act(OfWrit("send_writ", _("Send to enforcement"), "enforcement:send", "enforcement.issue_send", 42,
           applies=_signed, icon="send", state=WritState.SIGNED))  # fmt: skip


@words("enforcement.issued")
@words("enforcement.writ_signed")
@words("enforcement.opened")
@words("enforcement.received")
def _numbered(data: dict[str, Any]) -> str:
    return ", ".join(part for part in (str(data.get("number", "")), str(data.get("officer", ""))) if part)


@words("enforcement.writ_withdrawn")
def _withdrawn(data: dict[str, Any]) -> str:
    return ", ".join(part for part in (str(data.get("number", "")), str(data.get("ground", ""))) if part)


@words("enforcement.assigned")
def _assigned(data: dict[str, Any]) -> str:
    return str(data.get("officer", ""))


@words("enforcement.planned")
def _planned(data: dict[str, Any]) -> str:
    return str(data.get("step", ""))


@words("enforcement.drafted")
@words("enforcement.acted")
def _acted(data: dict[str, Any]) -> str:
    return ", ".join(part for part in (kind_words(data.get("kind", "")), shown.money(data.get("levied"))) if part)


def kind_words(kind: str) -> str:
    """The kind of an action in words."""
    return str(ActionKind(kind).label) if kind in ActionKind.values else ""


@words("enforcement.finished")
def _finished(data: dict[str, Any]) -> str:
    return ", ".join(part for part in (str(data.get("number", "")), shown.money(data.get("collected"))) if part)
