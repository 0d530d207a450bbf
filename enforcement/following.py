"""What a citizen sees of the enforcement of his judgments (EI-8.1.3); the cabinet shows it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from enforcement.models import Action, ActionState, EnforcementCase


@dataclass(frozen=True)
class Followed:
    """One enforcement case as its party sees it."""

    case: EnforcementCase
    number: str
    state: str
    office: str
    officer: str
    opened_on: dt.date
    voluntary_until: dt.date | None
    next_action: str
    amount: Decimal | None
    collected: Decimal
    is_creditor: bool
    actions: list[Action]


def cases_of_person(fin: str) -> list[Followed]:
    """Enforcement cases in which this person is creditor or debtor, newest first; drafts of actions are not shown."""
    if not fin:
        return []
    rows = EnforcementCase.objects.of_person(fin).shown().prefetch_related("actions__document")
    return [_followed(case, fin) for case in rows]


def _followed(case: Any, fin: str) -> Followed:
    done = [action for action in case.actions.all() if action.state == ActionState.CONFIRMED]
    return Followed(
        case=case,
        number=case.number,
        state=case.get_state_display(),
        office=str(case.office),
        officer=str(case.officer or ""),
        opened_on=case.opened_on,
        voluntary_until=case.voluntary_until,
        next_action=case.next_action,
        amount=case.writ.amount,
        collected=sum((action.amount for action in done if action.amount), Decimal(0)),
        is_creditor=case.writ.creditor.party.fin == fin,
        actions=done,
    )
