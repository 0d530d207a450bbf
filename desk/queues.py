"""Queues of work over all apps: what waits for this person, counted, and the rows of the one that is open."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.confirming import to_confirm
from allocation.giving import Asked, Resolution
from allocation.models import CategoryCheck, Correction
from cases.models import Case, Deadline, JudgeSeat, Status, Task
from core import clock
from core.access import holds
from core.components import Queue
from core.shown import day, money
from decisions.models import Act, Publication, PublicState
from decisions.models import State as ActState
from enforcement.models import Writ, WritState
from finance.models import Invoice, InvoiceState
from hearings.models import Protocol, State
from notifications.models import Channel, Delivery
from notifications.models import State as Fate
from staff.models import AbsenceRequest, RequestState

# Queues are shown by their first rows and counted no further than this.
ROWS = 12
MOST = 1000
# A term that ends within so many days stands on the desk.
SOON_DAYS = 7


@dataclass(frozen=True)
class Line:
    """One piece of work: the case, what it is, until when, and the step that settles it."""

    case: str
    case_url: str
    what: Any
    note: Any = ""
    due_on: dt.date | None = None
    at: dt.datetime | None = None
    act: Any = ""
    act_url: str = ""
    is_post: bool = False


@dataclass(frozen=True)
class Work:
    """A queue: for whom, which rows, how a row is shown, and where the whole list is."""

    key: str
    label: str | Promise
    right: str
    rows: Callable[[Any], Any]
    lines: Callable[[Any, Iterable[Any]], Iterator[Line]]
    url: Callable[[], str] = lambda: ""


def _cases(user: Any, right: str) -> Any:
    return Case.objects.visible_to(user, right).select_related("category")


def _named(dossier: Any) -> tuple[str, str]:
    """Number and address of the case; a dossier of another kind has none."""
    case = getattr(dossier, "case", None)
    return (case.number, case.get_absolute_url()) if case else ("", "")


def _today() -> dt.datetime:
    return clock.at(clock.today(), clock.MIDNIGHT)


def _case_lines(_user: Any, cases: Iterable[Case]) -> Iterator[Line]:
    for case in cases:
        note = "" if case.judge_id else _("being drawn")
        yield Line(
            case.number, case.get_absolute_url(), case.parties_line, note or case.category, at=case.registered_at
        )


def _own(user: Any, right: str) -> Any:
    return _cases(user, right).filter(judge__user=user)


def _to_accept(user: Any) -> Any:
    return _own(user, "cases.accept").filter(status=Status.REGISTERED).order_by("registered_at", "pk")


def _accept_lines(_user: Any, cases: Iterable[Case]) -> Iterator[Line]:
    for case in cases:
        unpaid = "" if case.duty_settled_on else _("duty not paid")
        yield Line(case.number, case.get_absolute_url(), case.parties_line, unpaid, at=case.registered_at,
                   act=_("Look at the claim"), act_url=case.get_absolute_url())  # fmt: skip


def open_terms(user: Any, days: int = SOON_DAYS) -> Any:
    """Terms of the person's cases that are over, or end within so many days."""
    rows = Deadline.objects.filter(closed_on=None, has_passed=False)
    rows = rows.filter(due_on__lte=clock.today() + dt.timedelta(days=days))
    seen = Case.objects.visible_to(user, "cases.view")
    if not holds(user, "cases.register") and not holds(user, "reports.glance"):
        seen = seen.filter(judge__user=user)
    return rows.filter(case__in=seen.values("pk")).select_related("case", "term", "participation__party")


def term_lines(_user: Any, deadlines: Iterable[Deadline]) -> Iterator[Line]:
    """Each term with its case, whose it is and its last day."""
    for one in deadlines:
        bar = one.bar()
        yield Line(one.case.number, one.case.get_absolute_url(), bar.title, bar.note, one.due_on)


def _tasks(user: Any) -> Any:
    held = {right for posting in user.postings_today for right in posting.role.rights}
    rows = Task.objects.visible_to(user, "cases.tasks").filter(done_at=None, right__in=held)
    return rows.select_related("dossier__case")


def _task_lines(_user: Any, tasks: Iterable[Task]) -> Iterator[Line]:
    for task in tasks:
        done = reverse("cases:task_done", args=[task.pk])
        yield Line(*_named(task.dossier), task.title, task.get_kind_display(), task.due_on,
                   at=task.created_at, act=_("Done"), act_url=done, is_post=True)  # fmt: skip


def _to_serve(user: Any) -> Any:
    rows = Delivery.objects.visible_to(user, "notifications.hand_over").filter(channel=Channel.PRINT)
    return rows.filter(state=Fate.PENDING).select_related("dossier__case").order_by("created_at", "pk")


def _serve_lines(_user: Any, deliveries: Iterable[Delivery]) -> Iterator[Line]:
    for one in deliveries:
        yield Line(*_named(one.dossier), one.recipient, one.subject, at=one.created_at,
                   act=_("Hand over"), act_url=one.get_absolute_url())  # fmt: skip


def _unpaid(user: Any) -> Any:
    rows = Invoice.objects.visible_to(user, "finance.view").filter(state=InvoiceState.OPEN)
    return rows.select_related("case").order_by("-made_at", "-pk")


def _unpaid_lines(user: Any, invoices: Iterable[Invoice]) -> Iterator[Line]:
    may = holds(user, "finance.record_payment")
    for one in invoices:
        url = reverse("finance:pay", args=[one.pk]) if may else ""
        yield Line(one.case.number, one.case.get_absolute_url(), one.case.parties_line, money(one.amount),
                   at=one.made_at, act=_("Record a payment") if may else "", act_url=url)  # fmt: skip


def _protocols(user: Any, right: str) -> Any:
    rows = Protocol.objects.filter(hearing__case__in=Case.objects.visible_to(user, right).values("pk"))
    return rows.select_related("hearing__case").order_by("ended_at", "pk")


def _for_clerk(user: Any) -> Any:
    rows = _protocols(user, "hearings.sign_protocol_clerk")
    return rows.filter(signed_by_clerk_at=None, hearing__sitting__state=State.ENDED)


def _for_judge(user: Any) -> Any:
    rows = _protocols(user, "hearings.sign_protocol_judge").filter(hearing__sitting__judge__user=user)
    return rows.exclude(signed_by_clerk_at=None).filter(signed_by_judge_at=None)


def _protocol_lines(_user: Any, protocols: Iterable[Protocol]) -> Iterator[Line]:
    for one in protocols:
        hearing, case = one.hearing, one.hearing.case
        yield Line(case.number, case.get_absolute_url(), case.parties_line, hearing.get_kind_display(),
                   at=hearing.starts_at, act=_("Open the protocol"), act_url=hearing.get_absolute_url())  # fmt: skip


def _acts(user: Any) -> Any:
    """Acts that this judge writes, and those of a panel that wait for this judge's signature."""
    mine = Q(state__in=[ActState.DRAFT, ActState.CHECKED], author=user)
    of_panel = Q(state=ActState.SIGNING, case__seats__in=JudgeSeat.objects.deciding().filter(judge__user=user))
    return Act.objects.visible_to(user, "decisions.sign").filter(mine | of_panel).shown().order_by("made_at", "pk")


def _act_lines(_user: Any, acts: Iterable[Act]) -> Iterator[Line]:
    for one in acts:
        yield Line(one.case.number, one.case.get_absolute_url(), str(one.act_kind), one.get_state_display(),
                   at=one.made_at, act=_("Open the act"), act_url=one.get_absolute_url())  # fmt: skip


def _to_publish(user: Any) -> Any:
    rows = Publication.objects.visible_to(user, "decisions.publish").filter(state=PublicState.PROPOSED)
    return rows.select_related("act_kind", "act__case").order_by("proposed_at", "pk")


def _publication_lines(_user: Any, rows: Iterable[Publication]) -> Iterator[Line]:
    for one in rows:
        url = reverse("decisions:anonymise", args=[one.pk])
        yield Line(one.number, one.act.case.get_absolute_url(), str(one.act_kind), one.get_state_display(),
                   at=one.proposed_at, act=_("Look through it"), act_url=url)  # fmt: skip


def _writs(user: Any) -> Any:
    signs = Writ.objects.visible_to(user, "enforcement.sign_writ").filter(state=WritState.PREPARED)
    sends = Writ.objects.visible_to(user, "enforcement.issue_send").filter(state=WritState.SIGNED)
    return (signs | sends).select_related("case").order_by("issued_on", "pk")


def _writ_lines(_user: Any, writs: Iterable[Writ]) -> Iterator[Line]:
    for one in writs:
        yield Line(one.case.number, one.case.get_absolute_url(), f"{_('Writ')} {one.number}", one.get_state_display(),
                   act=_("Open the writ"), act_url=one.get_absolute_url())  # fmt: skip


def _resolutions(user: Any) -> Any:
    asked = Resolution.objects.visible_to(user, "allocation.confirm_resolution").filter(state=Asked.ASKED)
    return asked.exclude(asked_by=user).select_related("case").order_by("pk")


def _resolution_lines(_user: Any, rows: Iterable[Resolution]) -> Iterator[Line]:
    for one in rows:
        yield Line(one.case.number, one.case.get_absolute_url(), one.get_reason_display(),
                   _("asks for a judge by hand"), at=one.asked_at,
                   act=_("Open the resolution"), act_url=one.get_absolute_url())  # fmt: skip


def _categories(user: Any) -> Any:
    return to_confirm(user).select_related("case__category")


def category_lines(_user: Any, rows: Iterable[CategoryCheck]) -> Iterator[Line]:
    """Each case whose category waits for a second person, with the category."""
    for one in rows:
        yield Line(one.case.number, one.case.get_absolute_url(), one.case.parties_line, one.case.category, at=one.since,
                   act=_("Look at category and weight"),
                   act_url=reverse("allocation:confirm_category", args=[one.pk]))  # fmt: skip


def _corrections(user: Any) -> Any:
    asked = Correction.objects.visible_to(user, "cases.correct").waiting().exclude(asked_by=user)
    return asked.select_related("draw", "asked_by").order_by("asked_at", "pk")


def _correction_lines(user: Any, rows: Iterable[Correction]) -> Iterator[Line]:
    asked = list(rows)
    cases = {one.pk: one for one in _cases(user, "cases.correct").filter(pk__in=[row.draw.dossier for row in asked])}
    for one in asked:
        case = cases[one.draw.dossier]
        yield Line(case.number, case.get_absolute_url(), one.reason, one.asked_by, at=one.asked_at,
                   act=_("Open the correction"), act_url=one.get_absolute_url())  # fmt: skip


def _absences(user: Any) -> Any:
    """What others ask for; the own is decided by whoever acts as chair."""
    asked = AbsenceRequest.objects.visible_to(user, "staff.decide_absence").filter(state=RequestState.ASKED)
    return asked.exclude(member__user=user).select_related("member").order_by("from_on", "pk")


def _absence_lines(user: Any, rows: Iterable[AbsenceRequest]) -> Iterator[Line]:
    reads = holds(user, "staff.absence_reason")
    for one in rows:
        days = f"{day(one.from_on)} – {day(one.to_on)}"
        yield Line(one.member.name, one.get_absolute_url(), days, one.get_kind_display() if reads else "",
                   at=one.asked_at, act=_("Decide"), act_url=one.get_absolute_url())  # fmt: skip


def _docket(query: str) -> Callable[[], str]:
    return lambda: f"{reverse('cases:docket')}{query}"


_IN_ORDER = [
    Work("new", gettext_lazy("New cases today"), "cases.register",
         lambda user: _cases(user, "cases.view").filter(registered_at__gte=_today()).order_by("-registered_at", "-pk"),
         _case_lines, _docket("")),
    Work("accept", gettext_lazy("Cases to accept"), "cases.accept", _to_accept, _accept_lines,
         _docket("?status=registered")),
    Work("drafts", gettext_lazy("Protocols to sign"), "hearings.sign_protocol_judge", _for_judge, _protocol_lines),
    Work("acts", gettext_lazy("Acts to write and sign"), "decisions.sign", _acts, _act_lines,
         lambda: reverse("decisions:list")),
    Work("serve", gettext_lazy("Papers to serve"), "notifications.hand_over", _to_serve, _serve_lines,
         lambda: f"{reverse('notifications:list')}?channel=print&state=pending"),
    Work("protocols", gettext_lazy("Protocols to finish"), "hearings.sign_protocol_clerk", _for_clerk, _protocol_lines),
    Work("publish", gettext_lazy("Acts to publish"), "decisions.publish", _to_publish, _publication_lines,
         lambda: reverse("decisions:publications")),
    Work("writs", gettext_lazy("Writs to sign and send"), "enforcement.view_writ", _writs, _writ_lines,
         lambda: reverse("enforcement:writs")),
    Work("resolutions", gettext_lazy("Resolutions to confirm"), "allocation.confirm_resolution", _resolutions,
         _resolution_lines, lambda: reverse("allocation:waiting")),
    Work("categories", gettext_lazy("Category and weight to confirm"), "allocation.confirm_category", _categories,
         category_lines, lambda: reverse("allocation:categories")),
    Work("corrections", gettext_lazy("Corrections to confirm"), "cases.correct", _corrections, _correction_lines,
         lambda: reverse("allocation:waiting")),
    Work("absences", gettext_lazy("Absences to decide"), "staff.decide_absence", _absences, _absence_lines,
         lambda: reverse("staff:absences")),
    Work("terms", gettext_lazy("Terms that end"), "cases.view", open_terms, term_lines),
    Work("tasks", gettext_lazy("Tasks"), "cases.tasks", _tasks, _task_lines),
    Work("unpaid", gettext_lazy("Duty not paid"), "finance.view", _unpaid, _unpaid_lines,
         lambda: reverse("finance:invoices")),
]  # fmt: skip


QUEUES = {work.key: work for work in _IN_ORDER}


def counted(user: Any) -> dict[str, Queue]:
    """The queues that this person's rights open, with how much waits in each; one query a queue."""
    found = {}
    for key, work in QUEUES.items():
        if holds(user, work.right):
            found[key] = Queue(work.label, work.rows(user).order_by()[:MOST].count(), f"?queue={key}")
    return found


def opened(user: Any, work: Work) -> list[Line]:
    """The first rows of a queue."""
    return list(work.lines(user, work.rows(user)[:ROWS]))
