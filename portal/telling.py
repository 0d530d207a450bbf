"""What is said to a participant in plain words: what happens next, and what that person must do until when."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cases.lifecycle import Status
from core.shown import money
from finance.actions import received
from finance.models import InvoiceState
from hearings.models import Kind
from portal.matters import Matter

STAGES: dict[str, Any] = {
    Status.REGISTERED: gettext_lazy("The judge looks at the claim and answers within five days (MPM 151)."),
    Status.ACCEPTED: gettext_lazy("The case is being prepared. The court sends you the day of the hearing."),
    Status.HEARING: gettext_lazy("The case is being heard. The court sends you the day of the next hearing."),
    Status.DECIDED: gettext_lazy("The case is decided. The judgment enters into force when the terms of appeal end."),
    Status.IN_FORCE: gettext_lazy("The judgment is in force. The court may send a writ to the enforcement office."),
    Status.ENFORCED: gettext_lazy("The writ is at the enforcement office."),
    Status.RETURNED: gettext_lazy("The claim was returned. It can be filed again when its faults are mended."),
    Status.CANCELLED: gettext_lazy("The registration was cancelled."),
    Status.CLOSED: gettext_lazy("The case is closed."),
}
HEARINGS: dict[str, Any] = {
    Kind.PREPARATORY: gettext_lazy(
        "The judge and the parties look at the evidence and at a settlement. Nothing is decided yet."
    ),
    Kind.MAIN: gettext_lazy("The court hears the parties and the evidence, and may decide."),
}


@dataclass(frozen=True)
class Duty:
    """One thing that the person must do, with its last day."""

    title: Any
    text: Any
    due_on: dt.date | None = None
    code: str = ""
    tone: str = ""


# Whose terms end without anybody's act, as the entry of a judgment into force.
BY_ITSELF = "system"


def next_steps(matter: Matter) -> dict[str, Any]:
    """The next hearing with what happens there, and what the stage brings."""
    hearing = matter.hearings[0] if matter.hearings else None
    return {
        "hearing": hearing,
        "at_hearing": HEARINGS.get(hearing.kind, "") if hearing else "",
        "stage": STAGES.get(matter.case.status, ""),
        "by_law": [one for one in matter.deadlines if one.term.actor == BY_ITSELF],
    }


def duties(matter: Matter) -> list[Duty]:
    """What the person must do: pay, answer within a term, come to the hearing."""
    pay = _("%(sum)s. Your case is taken up when it is paid.")
    found = [Duty(_("Pay the state duty"), pay % {"sum": money(rest)}, code=code) for rest, code in _owed(matter)]
    asked = [one for one in matter.deadlines if one.term.actor != BY_ITSELF]
    found += [Duty(one.term.name, one.term.legal_basis, one.due_on) for one in asked]
    if matter.hearings:
        day = matter.hearings[0].starts_at
        text = _("Take your identity card with you. If you cannot come, write to the court before.")
        found.append(Duty(_("Come to the hearing"), text, day, tone="plain"))
    return found


def _owed(matter: Matter) -> list[tuple[Decimal, str]]:
    if matter.case.duty_settled_on:
        return []
    unpaid = [one for one in matter.invoices if one.state == InvoiceState.OPEN]
    return [(one.amount - received(one), one.service_code) for one in unpaid]


# What those who open personal data give as their purpose; kept in English, said in the reader's language.
PURPOSES = (
    gettext_noop("case page"),
    gettext_noop("register card"),
    gettext_noop("document"),
    gettext_noop("registration of a claim"),
    gettext_noop("enforcement case"),
    gettext_noop("anonymising"),
)


def purpose_words(purpose: str) -> str:
    """Why somebody opened the data, in the reader's language; purposes are kept as English codes."""
    return _(purpose) if purpose else ""
