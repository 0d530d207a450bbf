"""The end of the term of appeal: when the last party's month is over, the court knows who appealed and who did not."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef

from cases import events
from cases.lifecycle import Status
from cases.models import Case, Deadline
from cases.telling import SERVED, people_of
from core import clock
from journal.actions import record
from journal.actors import LAW
from journal.models import Entry

TERM = "mpm-appeal"
# Those whose unserved copy keeps the term from ending for all; representatives get theirs besides.
PARTIES = SERVED - {"representative"}
# A term that ended longer ago was either recorded then or came with an imported case.
LOOKING_BACK = dt.timedelta(days=450)


def over() -> list[int]:
    """Cases in which a term of appeal is over, none is still to end, and the end for all is not recorded."""
    today = clock.today()
    terms = Deadline.objects.filter(case=OuterRef("pk"), term__code=TERM)
    past = terms.filter(due_on__lt=today, due_on__gte=today - LOOKING_BACK)
    told = Entry.objects.filter(dossier=OuterRef("pk"), event=events.APPEAL_TERM_ENDED.code)
    decided = Case.objects.filter(status__in=[Status.DECIDED, Status.IN_FORCE], is_imported=False)
    found = decided.filter(Exists(past), ~Exists(terms.filter(due_on__gte=today)), ~Exists(told))
    return list(found.order_by("pk").values_list("pk", flat=True)[:1000])


@transaction.atomic
def end_term(pk: int) -> bool:
    """Record that the term of appeal ended for everybody who must be served (MPM 360); the law is the actor."""
    case = Case.objects.lock(pk)
    terms = Deadline.objects.filter(case=case, term__code=TERM).exclude(participation=None)
    last = dict(terms.values_list("participation_id", "due_on"))
    if {one.pk for one in people_of(case, sides=PARTIES)} - set(last) or max(last.values()) >= clock.today():
        return False
    if Entry.objects.filter(dossier=pk, event=events.APPEAL_TERM_ENDED.code).exists():
        return False
    appealed = terms.filter(has_passed=False).exclude(closed_by=None).exists()
    day = max(last.values()).isoformat()
    record(events.APPEAL_TERM_ENDED, on=case, by=LAW, on_date=day, appealed="yes" if appealed else "no")
    return True
