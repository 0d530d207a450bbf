"""Terms of the law as they run in a case: opened, closed and let pass by entries of the journal."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from cases import deadlines, events
from cases.models import Case, Deadline, Participation
from core import clock
from core.prepared import prepared
from journal.actions import record
from journal.actors import LAW
from journal.models import Entry
from reference.calendar import calendar
from reference.models import Per, TermBinding


def follow(entry: Entry, data: dict[str, Any]) -> None:
    """Open and close the terms that hang on this event, in its own transaction."""
    if entry.dossier is None:
        return
    bindings = _hanging(entry.event, [entry.event])
    if not bindings:
        return
    _close(entry, [binding for binding in bindings if entry.event in binding.closes_on], data)
    opening = [binding for binding in bindings if binding.opens_on == entry.event and _meets(binding.condition, data)]
    if opening:
        _open(entry, opening, data)


@prepared
def _hanging(event: Any, among: Any) -> "QuerySet[TermBinding]":
    return TermBinding.objects.filter(Q(opens_on=event) | Q(closes_on__contains=among)).select_related("term")


def _meets(condition: str, data: dict[str, Any]) -> bool:
    """Whether the entry carries every fact of `purpose=claim-copy&track=small`."""
    wanted = [part.split("=", 1) for part in condition.split("&") if part]
    return all(str(data.get(name)) == value for name, value in wanted)


def _day_of(data: dict[str, Any]) -> dt.date:
    return dt.date.fromisoformat(data["on_date"]) if data.get("on_date") else clock.today()


def _close(entry: Entry, bindings: Iterable[TermBinding], data: dict[str, Any]) -> None:
    for binding in bindings:
        running = Deadline.objects.filter(case=entry.dossier, term=binding.term, closed_on=None)
        if binding.per == Per.PARTICIPATION and data.get("participation"):
            running = running.filter(participation=data["participation"])
        if binding.per == Per.ACT and data.get("act"):
            running = running.filter(act=data["act"])
        running.update(closed_by=entry.pk, closed_on=_day_of(data))


def _open(entry: Entry, bindings: Iterable[TermBinding], data: dict[str, Any]) -> None:
    case = next(iter(_of_dossier(entry.dossier)), None)
    if case is None:
        return
    groups = {"all", *case.kind.group.split(";")}
    fitting = [binding for binding in bindings if groups & set(binding.term.case_groups)]
    if not fitting:
        return
    person = _participant(data) if any(binding.per == Per.PARTICIPATION for binding in fitting) else None
    running = Deadline.objects.filter(case=case, term__in=[binding.term_id for binding in fitting], closed_on=None)
    known = set(running.values_list("term", "participation", "act"))
    days, start = calendar(), _day_of(data)
    opened: dict[tuple[int, int | None, int | None], Deadline] = {}
    for binding in fitting:
        term = binding.term
        on_whom = person.pk if person and binding.per == Per.PARTICIPATION else None
        key = (term.pk, on_whom, data.get("act") if binding.per == Per.ACT else None)
        if key in known or key in opened:
            continue
        due = deadlines.compute(start, term.length, term.unit, days, term.law)
        opened[key] = Deadline(
            case=case,
            court_id=case.court_id,
            term=term,
            participation_id=key[1],
            act=key[2],
            starts_on=start,
            due_on=due.date,
            warn_on=due.date - dt.timedelta(days=binding.warn_days),
            is_certain=due.is_certain,
            opened_by=entry.pk,
        )
    Deadline.objects.bulk_create(opened.values(), ignore_conflicts=True)


@prepared
def _of_dossier(dossier: Any) -> "QuerySet[Case]":
    return Case.objects.select_related("kind").filter(pk=dossier)


def _participant(data: dict[str, Any]) -> Participation | None:
    found = data.get("participation")
    return Participation.objects.filter(pk=found).first() if found else None


def lapsed() -> list[Deadline]:
    """Rights whose last day is over unused; a duty of the court does not lapse, it is late."""
    rights = Q(term__bindings__per=Per.PARTICIPATION) | Q(term__bindings__closes_on=[])
    over = Deadline.objects.filter(rights, closed_on=None, due_on__lt=clock.today())
    return list(over.select_related("case__court", "term").distinct()[:1000])


@transaction.atomic
def let_pass(deadline: Deadline) -> bool:
    """Record that the term passed unused; the law is the actor."""
    deadline = (
        Deadline.objects.select_for_update(of=("self",)).select_related("case__court", "term").get(pk=deadline.pk)
    )
    if deadline.closed_on is not None or deadline.due_on >= clock.today():
        return False
    deadline.closed_on, deadline.has_passed = deadline.due_on, True
    facts = {"term": deadline.term.code, "participation": deadline.participation_id, "act": deadline.act}
    entry = record(events.TERM_PASSED, on=deadline.case, by=LAW, due=deadline.due_on.isoformat(), **facts)
    deadline.closed_by = entry.pk
    deadline.save(update_fields=["closed_on", "has_passed", "closed_by"])
    return True
