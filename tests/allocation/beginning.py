"""What draws begin with: three judges, and cases that wait for one."""

import itertools
from functools import cache
from typing import Any

from django.db import transaction

from accounts.models import Dossier, Posting, Role, User
from cases import events
from cases.models import Case
from core import clock
from journal.actions import record
from journal.actors import LAW
from reference.models import Body, CaseKind, Category
from staff.models import Judge
from tests.people import LONG_AGO

PLOT = "tests.allocation.plot"
_turn = itertools.count(1)


@cache
def _filed_as(kind: str) -> tuple[int, int]:
    """The kind of this code and its first category: the books are the same in all tests."""
    of_kind = CaseKind.objects.get(code=kind)
    category = Category.objects.leaves().filter(kind=of_kind).order_by("code").first() or Category.objects.first()
    return of_kind.pk, category.pk


@transaction.atomic
def registered(in_court: Body, kind: str = "civil", is_sealed: bool = False, by: Any = LAW, **facts: Any) -> Case:
    """A registered case as registration leaves it, without what does not touch the draw."""
    dossier = Dossier.objects.create(body=in_court, is_sealed=is_sealed)
    number, (kind_id, category_id) = next(_turn), _filed_as(kind)
    fixed = {"dossier": dossier, "court": in_court, "kind_id": kind_id, "category_id": category_id, "sequence": number}
    words = {"number": f"2(5-155)-{number}/2026", "year": clock.today().year, "parties_line": "A – B"}
    case = Case.objects.create(**fixed, **words, registered_at=clock.now(), **facts)
    record(events.REGISTERED, on=case, by=by, number=case.number)
    return case


def three_judges(court: Body) -> list[Judge]:
    """Three judges of the court, the last a chair at a quarter."""
    named = {"surname": "Sınaqov", "given_name": "Sınaq"}
    users = User.objects.bulk_create(User(username=f"judge-{next(_turn)}", **named) for _ in range(3))
    role, first = Role.objects.get(code="judge"), Judge.objects.filter(body=court).count() + 1
    Posting.objects.bulk_create(Posting(user=user, body=court, role=role, from_on=LONG_AGO) for user in users)
    of_court = {"body": court, "from_on": LONG_AGO}
    three = [Judge(user=user, public_id=f"j{number:02}", **of_court) for number, user in enumerate(users, first)]
    three[2].is_chair, three[2].share_den = True, 4
    return Judge.objects.bulk_create(three)
