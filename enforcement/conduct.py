"""The office's side of enforcement: an officer is assigned, actions are drafted, confirmed, and the case ends."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import TeamMember, User
from core import clock
from core.errors import Refused
from documents.actions import add_version, print_document, sign_document
from documents.printing import print_paper
from enforcement import events, limits, obstacles
from enforcement.models import Action, ActionKind, ActionState, CaseState, EnforcementCase
from enforcement.opening import OFFICER, officers_of
from enforcement.papers import ACTION, action_paper
from journal.actions import record

COMPELLING = {ActionKind.ACCOUNTS, ActionKind.ATTACHMENT, ActionKind.WAGES}
ENDING = {ActionKind.DONE: CaseState.DONE, ActionKind.ENDED: CaseState.ENDED}
FILE_NAME = "icra.pdf"


@transaction.atomic
def assign_officer(case: EnforcementCase, *, officer: User, by: User) -> EnforcementCase:
    """The chief of the office gives the case to an officer (EI-6.1.3)."""
    case = EnforcementCase.objects.lock(case.pk)
    if not case.is_open:
        raise Refused(_("The enforcement case is ended."))
    if officer not in officers_of(case.office):
        raise Refused(_("Only an officer of this office can be assigned."))
    today = clock.today()
    case.dossier.team.filter(part=OFFICER, to_on=None).update(to_on=today)
    TeamMember.objects.create(dossier=case.dossier, user=officer, part=OFFICER, from_on=today)
    case.officer = officer
    case.save(update_fields=["officer"])
    record(events.ASSIGNED, on=case, by=by, officer=officer.full_name)
    return case


@transaction.atomic
def draft_action(
    case: EnforcementCase, *, kind: str, on: dt.date, text: str, amount: Decimal | None = None, by: User
) -> Action:
    """Draft an action; its paper is printed from the filled page with barcode and QR (EI-12.5, 6.1.7)."""
    case = EnforcementCase.objects.lock(case.pk)
    obstacles.refuse(obstacles.of_acting(case, by))
    _refuse_day(case, on)
    action: Action = Action.objects.create(
        case=case, kind=kind, on=on, text=text, amount=_sum(kind, amount), made_by=by
    )
    title = f"{action.get_kind_display()}, {case.number}"
    kept = (case.dossier, case.office, "enforcement_action", title, ACTION, action_paper(action), FILE_NAME)
    action.document = print_document(*kept, by=by)
    action.save(update_fields=["document"])
    record(events.DRAFTED, on=case, by=by, action=action.pk, kind=kind, document=action.document_id)
    return action


def _refuse_day(case: EnforcementCase, on: dt.date) -> None:
    if not case.opened_on <= on <= clock.today():
        raise Refused(_("The day of an action lies between the opening of the case and today."))


def _sum(kind: str, amount: Decimal | None) -> Decimal | None:
    if kind != ActionKind.PAYMENT:
        return None
    if not amount:
        raise Refused(_("Write the sum that was received."))
    return amount


@transaction.atomic
def change_action(
    action: Action, *, kind: str, on: dt.date, text: str, amount: Decimal | None = None, by: User
) -> Action:
    """Change a draft; its paper is printed anew under the same code."""
    action = _locked(action, by)
    _refuse_day(action.case, on)
    action.kind, action.on, action.text, action.amount = kind, on, text, _sum(kind, amount)
    action.save(update_fields=["kind", "on", "text", "amount"])
    if action.document:
        printed = print_paper(ACTION, {**action_paper(action), "code": action.document.code})
        add_version(action.document, printed, FILE_NAME, by=by)
    return action


def _locked(action: Action, by: User) -> Action:
    case = EnforcementCase.objects.lock(action.case_id)
    obstacles.refuse(obstacles.of_acting(case, by))
    rows = Action.objects.select_for_update(of=("self",)).select_related("document")
    locked: Action = rows.get(pk=action.pk)
    if not locked.is_draft:
        raise Refused(_("The action is confirmed; it can no longer be changed."))
    locked.case = case
    return locked


@transaction.atomic
def confirm_action(action: Action, *, by: User) -> Action:
    """Confirm the action with the officer's signature (EI-12.3): from now on it counts and its paper is locked."""
    action = _locked(action, by)
    if action.document:
        sign_document(action.document, by=by)
    action.state, action.confirmed_at = ActionState.CONFIRMED, clock.now()
    action.save(update_fields=["state", "confirmed_at"])
    facts = {"action": action.pk, "kind": action.kind, "document": action.document_id}
    levied = {"levied": str(action.amount)} if action.amount else {}
    record(events.ACTED, on=action.case, by=by, on_date=action.on.isoformat(), **facts, **levied)
    _follow(action, by)
    return action


def _follow(action: Action, by: User) -> None:
    """What the action means for the case: the voluntary term begins, compulsion begins, the case ends."""
    case, kind = action.case, ActionKind(action.kind)
    if kind == ActionKind.PROPOSAL:
        case.voluntary_until = limits.voluntary_until(action.on)
    elif kind in COMPELLING:
        case.state = CaseState.COMPELLED
    elif kind in ENDING:
        case.state, case.ended_on, case.next_action = ENDING[kind], action.on, ""
        told = {"number": case.number, "state": case.state, "collected": str(case.collected())}
        record(events.FINISHED, on=case.writ, by=by, **told)
    case.save(update_fields=["voluntary_until", "state", "ended_on", "next_action"])


@transaction.atomic
def plan_next(case: EnforcementCase, *, next_action: str, by: User) -> EnforcementCase:
    """Note what is to be done next, so that parties and a substitute see it."""
    case = EnforcementCase.objects.lock(case.pk)
    obstacles.refuse(obstacles.of_acting(case, by))
    case.next_action = next_action.strip()
    case.save(update_fields=["next_action"])
    record(events.PLANNED, on=case, by=by, step=case.next_action)
    return case
