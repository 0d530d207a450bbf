"""Judgments enter into force by themselves once every party was served and no appeal came (MPM 233.1)."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef

from cases.actions import enter_into_force
from cases.lifecycle import Status
from cases.models import Case, Deadline, Filing, FilingKind
from core import clock
from decisions.force import in_force_on
from decisions.models import Act, State
from decisions.reactions import servings_of

TERM = "mpm-appeal"


def judgment_of(case: Case) -> Act | None:
    """The signed act that decided the case."""
    signed = Act.objects.filter(case=case, state=State.SIGNED, act_kind__act_class="final")
    found: Act | None = signed.shown().order_by("-signed_at").first()
    return found


def day_of_force(act: Act) -> dt.date | None:
    """The day on which the act enters into force, as things stand; None while that cannot be said."""
    terms = Deadline.objects.filter(case=act.case_id, term__code=TERM).exclude(participation=None)
    last = dict(terms.values_list("participation_id", "due_on"))
    filed = Filing.objects.filter(case=act.case_id, kind=FilingKind.APPEAL, received_at__gte=act.signed_at)
    appeals = [clock.local(at).date() for at in filed.values_list("received_at", flat=True)]
    return in_force_on(servings_of(act), last, appeals)


def due_cases() -> Iterator[int]:
    """Decided cases in which some term of appeal is over and none runs."""
    terms = Deadline.objects.filter(case=OuterRef("pk"), term__code=TERM)
    over, running = terms.filter(due_on__lt=clock.today()), terms.filter(due_on__gte=clock.today())
    decided = Case.objects.filter(Exists(over), ~Exists(running), status=Status.DECIDED, is_imported=False)
    return decided.order_by("pk").values_list("pk", flat=True).iterator()


@transaction.atomic
def enter_if_due(pk: int) -> bool:
    """Let the judgment of this case enter into force if its day has come; the law is the actor."""
    case = Case.objects.lock(pk)
    act = judgment_of(case)
    day = day_of_force(act) if act and case.status == Status.DECIDED else None
    if day is None or day > clock.today():
        return False
    enter_into_force(case, on=day)
    return True
