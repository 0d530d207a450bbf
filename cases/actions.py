"""The steps of a case, each one action with its entry in the journal."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import TeamMember, User
from cases import events
from cases.lifecycle import Status
from cases.models import Case, Deadline, JudgeSeat, Note, Task
from core import clock
from core.errors import Refused
from journal.actions import record
from journal.actors import LAW
from staff.models import Judge

# MPM 151.3: a claim not returned or refused until the end of this term is accepted by law.
SILENCE = "mpm-accept"


@transaction.atomic
def assign_judge(case: Case, judges: Sequence[Judge], *, ground: dict[str, Any], by: Any) -> Case:
    """Seat the drawn judges, the reporter first; they become the team of the case."""
    return seat_judges(Case.objects.lock(case.pk), judges, ground=ground, by=by)


def seat_judges(case: Case, judges: Sequence[Judge], *, ground: dict[str, Any], by: Any) -> Case:
    """Seat the judges in a case that the caller has locked."""
    today = clock.today()
    if case.drawn_at or case.judge_id or case.is_imported:
        JudgeSeat.objects.filter(case=case, to_on=None).update(to_on=today)
        TeamMember.objects.filter(dossier=case.dossier_id, part="judge", to_on=None).update(to_on=today)
    JudgeSeat.objects.bulk_create(
        JudgeSeat(case=case, judge=judge, seat=seat, from_on=today) for seat, judge in enumerate(judges, start=1)
    )
    TeamMember.objects.bulk_create(
        TeamMember(dossier=case.dossier, user=judge.user, part="judge", from_on=today) for judge in judges
    )
    case.judge, case.drawn_at = judges[0], clock.now()
    case.save(update_fields=["judge", "drawn_at"])
    names = [str(judge) for judge in judges]
    record(events.JUDGE_ASSIGNED, on=case, by=by, judges=[judge.public_id for judge in judges], names=names, **ground)
    return case


@transaction.atomic
def accept_case(case: Case, *, seen: int, by: User) -> Case:
    """Take the case into proceedings (MPM 151); five days without an answer accept it by law (MPM 151.3)."""
    case = Case.objects.lock(case.pk, seen=seen)
    case.move_to(Status.ACCEPTED)
    return _accepted(case, by_law=False, by=by)


def _accepted(case: Case, *, by_law: bool, by: Any) -> Case:
    case.accepted_on, case.accepted_by_law = clock.today(), by_law
    case.risen().save(update_fields=["status", "accepted_on", "accepted_by_law", "version"])
    record(events.ACCEPTED, on=case, by=by, by_law=by_law, on_date=case.accepted_on.isoformat())
    return case


@transaction.atomic
def accept_by_silence(case: Case) -> bool:
    """Record that five days without return or refusal accepted the claim (MPM 151.3); the law is the actor.

    A fifth day without work moves the end to the next worked one (MPM 129.2), as the running term says.
    """
    case = Case.objects.lock(case.pk)
    if case.status != Status.REGISTERED or not Deadline.objects.filter(case=case).over(SILENCE).exists():
        return False
    case.status = Status.ACCEPTED
    _accepted(case, by_law=True, by=LAW)
    return True


def silent_cases() -> list[Case]:
    """Registered cases whose term for an answer is over."""
    over = Deadline.objects.over(SILENCE).filter(case__status=Status.REGISTERED, case__is_imported=False)
    return [term.case for term in over.select_related("case")[:500]]


@transaction.atomic
def cancel_registration(case: Case, *, ground: str, seen: int, by: User) -> Case:
    """Cancel a registration made in error; the number stays taken, with its ground."""
    case = Case.objects.lock(case.pk, seen=seen)
    if not ground.strip():
        raise Refused(_("Say why the registration is cancelled."))
    case.move_to(Status.CANCELLED)
    case.closed_on, case.closing_ground = clock.today(), ground.strip()
    case.risen().save(update_fields=["status", "closed_on", "closing_ground", "version"])
    record(events.CANCELLED, on=case, by=by, ground=case.closing_ground)
    return case


@transaction.atomic
def settle_duty(case: Case, *, ground: str, by: Any) -> Case:
    """Note that nothing more is owed on the duty: paid, exempt or relieved (called by finance)."""
    case = Case.objects.lock(case.pk)
    if case.duty_settled_on is None:
        case.duty_settled_on, case.duty_ground = clock.today(), ground
        case.save(update_fields=["duty_settled_on", "duty_ground"])
        record(events.DUTY_SETTLED, on=case, by=by, ground=ground, amount=str(case.duty_amount or 0))
    return case


@transaction.atomic
def begin_hearing(case: Case, *, by: Any) -> Case:
    """The first sitting on the merits began (called by hearings)."""
    case = Case.objects.lock(case.pk)
    if case.status == Status.ACCEPTED:
        case.move_to(Status.HEARING)
        case.save(update_fields=["status"])
        record(events.HEARD, on=case, by=by)
    return case


@transaction.atomic
def show_next_hearing(case: Case, at: dt.datetime | None, place: str) -> None:
    """Keep what the case's head shows of its next hearing (called by hearings)."""
    Case.objects.filter(pk=case.pk).update(next_hearing_at=at, next_hearing_place=place)


@transaction.atomic
def decide_case(case: Case, *, outcome: str, document: int, by: User) -> Case:
    """The judgment is signed: the case is decided (called by decisions; MPM 216)."""
    case = Case.objects.lock(case.pk)
    case.move_to(Status.DECIDED)
    case.decided_on, case.outcome = clock.today(), outcome
    case.save(update_fields=["status", "decided_on", "outcome"])
    record(events.DECIDED, on=case, by=by, outcome=outcome, document=document)
    return case


@transaction.atomic
def enter_into_force(case: Case, *, on: dt.date) -> Case:
    """No appeal came in time on the part of anybody served: the judgment enters into force (MPM 233.1)."""
    case = Case.objects.lock(case.pk)
    case.move_to(Status.IN_FORCE)
    case.in_force_on = on
    case.save(update_fields=["status", "in_force_on"])
    record(events.ENTERED_INTO_FORCE, on=case, by=LAW, on_date=on.isoformat())
    return case


@transaction.atomic
def send_to_enforcement(case: Case, *, writ: str, by: User) -> Case:
    """The writ of execution left for the enforcement office (called by enforcement)."""
    case = Case.objects.lock(case.pk)
    case.move_to(Status.ENFORCED)
    case.sent_to_enforcement_on = clock.today()
    case.save(update_fields=["status", "sent_to_enforcement_on"])
    record(events.SENT_TO_ENFORCEMENT, on=case, by=by, writ=writ)
    return case


@transaction.atomic
def write_note(case: Case, *, text: str, readers: Sequence[User] = (), by: User) -> Note:
    """Write a note; with readers named, they and the author alone may read it."""
    note = Note.objects.create(case=case, author=by, text=text, for_team=not readers)
    note.readers.set(readers)
    record(events.NOTED, on=case, by=by, note=note.pk)
    return note


@transaction.atomic
def do_task(task: Task, *, by: User) -> Task:
    """Tick off a task."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.done_at is None:
        task.done_at, task.done_by = clock.now(), by
        task.save(update_fields=["done_at", "done_by"])
        record(events.TASK_DONE, on=Case.objects.get(pk=task.dossier_id), by=by, task=task.pk, title=task.title)
    return task
