"""A second person confirms what registration fixed: category and weight. The draw does not wait for it.

Who registered the case never confirms it; what is wrong is corrected by two (`allocation/corrections.py`).
"""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from allocation import events
from allocation.models import CategoryCheck, Correction
from allocation.models_corrections import CheckState
from cases.models import Case
from core import clock
from core.errors import Refused
from core.prepared import prepared
from journal.actions import record
from journal.models import Entry
from reference.calendar import calendar

DAYS = 3  # working days that a confirmation may take


def await_confirmation(entry: Entry, data: dict[str, Any]) -> None:
    """A case that is registered and drawn here waits for a second person from now on."""
    (case,) = _registered(entry.dossier)
    if not case.is_imported:
        CategoryCheck.objects.create(
            case_id=case.pk, court_id=case.court_id, registered_by_id=entry.actor_id, since=entry.at
        )


@prepared
def _registered(case: Any) -> "QuerySet[Case]":
    return Case.objects.filter(pk=case).only("court", "is_imported")


def asked_now() -> Exists:
    """Whether a correction of the case was asked for and not answered: it comes before the confirmation."""
    return Exists(Correction.objects.waiting().filter(draw__dossier=OuterRef("pk")))


def to_confirm(user: Any) -> Any:
    """What waits for another than who registered it, the oldest first; rights are asked beside."""
    rows = CategoryCheck.objects.waiting().exclude(registered_by=user).exclude(asked_now())
    return rows.order_by("since", "pk")


def overdue_since() -> dt.datetime:
    """What has waited since before this moment has waited longer than three working days."""
    return clock.at(calendar().add_working_days(clock.today(), -DAYS), clock.MIDNIGHT)


def obstacles(check: CategoryCheck, by: User, *, is_asked: bool) -> Iterator[str]:
    """Reasons, fit to be shown, why this person cannot confirm now; none if it can be done."""
    if not check.is_waiting:
        facts = {"state": check.get_state_display().lower(), "who": check.decided_by}
        yield _("%(state)s already: %(who)s.") % facts
    elif not check.case.is_open:
        yield _("The case is over; there is nothing left to confirm.")
    elif check.registered_by_id == by.pk:
        yield _("You registered this case; another person confirms its category and weight.")
    elif is_asked:
        yield _("A correction was asked for; it is answered first.")


@transaction.atomic
def confirm_category(case: Case, *, by: User) -> None:
    """The second person confirms category and weight as registered; done twice by the same person it is done once."""
    confirm_categories([case.pk], by=by)


@transaction.atomic
def confirm_categories(cases: Collection[int], *, by: User) -> int:
    """Confirm category and weight of several cases, all or none; how many were confirmed now.

    Raises Refused with the reason of every case that cannot be confirmed; none of them is then.
    """
    checks = list(_held(cases))
    asked = set(Correction.objects.waiting().filter(draw__dossier__in=cases).values_list("draw__dossier", flat=True))
    reasons = [reason for check in checks for reason in _named(check, by, check.pk in asked, len(checks) > 1)]
    if reasons:
        raise Refused(*reasons)
    waiting = [check for check in checks if check.is_waiting]
    for check in waiting:
        _confirm(check, by)
    return len(waiting)


def _held(cases: Collection[int]) -> Iterator[CategoryCheck]:
    """The rows of the cases, both locked in one order, so that two who confirm at once wait for one another."""
    held = Case.objects.select_for_update(of=("self",)).select_related("category", "court")
    known = {case.pk: case for case in held.filter(pk__in=cases).order_by("pk")}
    rows = CategoryCheck.objects.select_for_update(of=("self",)).select_related("decided_by")
    for check in rows.filter(pk__in=known).order_by("pk"):
        check.case = known[check.pk]
        yield check


def _named(check: CategoryCheck, by: User, is_asked: bool, is_one_of_many: bool) -> Iterator[str]:
    if check.state == CheckState.CONFIRMED and check.decided_by_id == by.pk:
        return  # pressed twice
    for reason in obstacles(check, by, is_asked=is_asked):
        yield f"{check.case.number}: {reason}" if is_one_of_many else reason


def _confirm(check: CategoryCheck, by: User) -> None:
    check.state, check.decided_by, check.decided_at = CheckState.CONFIRMED, by, clock.now()
    check.save(update_fields=["state", "decided_by", "decided_at"])
    case = check.case
    record(events.CATEGORY_CONFIRMED, on=case, by=by, category=case.category.code, weight=case.weight)
