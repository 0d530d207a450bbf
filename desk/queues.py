"""Queues of work over all apps: what waits for this person, counted, and the rows of the one that is open."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.confirming import to_confirm
from allocation.giving import Asked, Resolution
from allocation.models import CategoryCheck, Correction
from cases.models import Case, Deadline, JudgeSeat, Status, Task
from core.access import holds
from core.components import Queue
from core.shown import day, money
from decisions.models import TEXTS, Act, Publication, PublicState
from decisions.models import State as ActState
from desk.waiting import HELD, MIDNIGHT, SOON, USER, Part, counted, first_rows
from enforcement.models import Writ, WritState
from finance.models import Invoice, InvoiceState
from hearings.models import Hearing, Protocol, State
from notifications.models import Channel, Delivery
from notifications.models import State as Fate
from staff.models import AbsenceRequest, Judge, RequestState

# Queues are shown by their first rows and counted no further than this.
ROWS = 12
MOST = 1000


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
    """A queue: for whom, which rows in parts that share none, how a row is shown, and where the whole list is."""

    key: str
    label: str | Promise
    right: str
    parts: tuple[Part, ...]
    lines: Callable[[Any, Iterable[Any]], Iterator[Line]]
    url: Callable[[], str] = lambda: ""


def _named(dossier: Any) -> tuple[str, str]:
    """Number and address of the case; a dossier of another kind has none."""
    case = getattr(dossier, "case", None)
    return (case.number, case.get_absolute_url()) if case else ("", "")


def _case_lines(_user: Any, cases: Iterable[Case]) -> Iterator[Line]:
    for case in cases:
        note = "" if case.judge_id else _("being drawn")
        yield Line(
            case.number, case.get_absolute_url(), case.parties_line, note or case.category, at=case.registered_at
        )


def _accept_lines(_user: Any, cases: Iterable[Case]) -> Iterator[Line]:
    for case in cases:
        unpaid = "" if case.duty_settled_on else _("duty not paid")
        yield Line(case.number, case.get_absolute_url(), case.parties_line, unpaid, at=case.registered_at,
                   act=_("Look at the claim"), act_url=case.get_absolute_url())  # fmt: skip


def _sees_court(user: Any) -> bool:
    return holds(user, "cases.register") or holds(user, "reports.glance")


def terms_until(day: Any) -> tuple[Part, ...]:
    """Terms that are over or end by that day: of the whole court, or of the person's own cases."""
    run = Deadline.objects.filter(closed_on=None, has_passed=False, due_on__lte=day)
    rows = run.select_related("case", "term", "participation__party").order_by("due_on", "pk")
    # Asked row by row: the terms of the court that end now are few, the cases that the judge ever had are many.
    judge = Judge.objects.filter(cases=OuterRef("case")).values("user")
    where: Any = {"right": "cases.view", "dossier": "case_id", "court": "court"}
    return (
        Part(lambda: rows, **where, whose=_sees_court),
        Part(
            lambda: rows.alias(judge=Subquery(judge)).filter(judge=USER),
            **where,
            whose=lambda user: not _sees_court(user),
        ),
    )


def term_lines(_user: Any, deadlines: Iterable[Deadline]) -> Iterator[Line]:
    """Each term with its case, whose it is and its last day."""
    for one in deadlines:
        bar = one.bar()
        yield Line(one.case.number, one.case.get_absolute_url(), bar.title, bar.note, one.due_on)


def _tasks() -> Any:
    rows = Task.objects.filter(done_at=None, right__any=HELD)
    return rows.select_related("dossier__case").order_by("created_at", "pk")


def _task_lines(_user: Any, tasks: Iterable[Task]) -> Iterator[Line]:
    for task in tasks:
        done = reverse("cases:task_done", args=[task.pk])
        yield Line(*_named(task.dossier), task.title, task.get_kind_display(), task.due_on,
                   at=task.created_at, act=_("Done"), act_url=done, is_post=True)  # fmt: skip


def _to_serve() -> Any:
    rows = Delivery.objects.filter(channel=Channel.PRINT, state=Fate.PENDING)
    return rows.select_related("dossier__case").order_by("created_at", "pk")


def _serve_lines(_user: Any, deliveries: Iterable[Delivery]) -> Iterator[Line]:
    for one in deliveries:
        yield Line(*_named(one.dossier), one.recipient, one.subject, at=one.created_at,
                   act=_("Hand over"), act_url=one.get_absolute_url())  # fmt: skip


def _unpaid() -> Any:
    return Invoice.objects.filter(state=InvoiceState.OPEN).select_related("case").order_by("-made_at", "-pk")


def _unpaid_lines(user: Any, invoices: Iterable[Invoice]) -> Iterator[Line]:
    may = holds(user, "finance.record_payment")
    for one in invoices:
        url = reverse("finance:pay", args=[one.pk]) if may else ""
        yield Line(one.case.number, one.case.get_absolute_url(), one.case.parties_line, money(one.amount),
                   at=one.made_at, act=_("Record a payment") if may else "", act_url=url)  # fmt: skip


def _for_clerk() -> Any:
    rows = Protocol.objects.filter(signed_by_clerk_at=None, hearing__sitting__state=State.ENDED)
    return rows.select_related("hearing__case").order_by("ended_at", "pk")


def _for_judge() -> Any:
    judge = Judge.objects.filter(sittings__hearings=OuterRef("hearing")).values("user")
    rows = Protocol.objects.alias(judge=Subquery(judge)).filter(judge=USER, signed_by_judge_at=None)
    return rows.exclude(signed_by_clerk_at=None).select_related("hearing__case").order_by("ended_at", "pk")


def _protocol_lines(_user: Any, protocols: Iterable[Protocol]) -> Iterator[Line]:
    for one in protocols:
        hearing, case = one.hearing, one.hearing.case
        yield Line(case.number, case.get_absolute_url(), case.parties_line, hearing.get_kind_display(),
                   at=hearing.starts_at, act=_("Open the protocol"), act_url=hearing.get_absolute_url())  # fmt: skip


def _missed() -> tuple[Part, ...]:
    """Hearings of days that are over, which nobody opened: of the whole court, or of the judge who was to sit."""
    rows = Hearing.objects.filter(sitting__state="planned", sitting__during__startswith__lt=MIDNIGHT)
    rows = rows.select_related("case").order_by("starts_at", "pk")
    where: Any = {"right": "hearings.set", "dossier": "case_id", "court": "sitting__body"}
    return (
        Part(lambda: rows, **where, whose=_sees_court),
        Part(lambda: rows.filter(sitting__judge__user=USER), **where, whose=lambda user: not _sees_court(user)),
    )


def _missed_lines(_user: Any, hearings: Iterable[Hearing]) -> Iterator[Line]:
    for one in hearings:
        yield Line(one.case.number, one.case.get_absolute_url(), one.case.parties_line,
                   _("its day is over, outcome not entered"), at=one.starts_at,
                   act=_("Enter the outcome"), act_url=one.get_absolute_url())  # fmt: skip


def _acts_in(*states: ActState) -> Any:
    return Act.objects.filter(state__in=states).select_related("case", "act_kind").order_by("made_at", "pk")


def _of_panel() -> Any:
    """Acts of a panel that wait for this judge's signature."""
    seats = JudgeSeat.objects.deciding().filter(judge__user=USER, case=OuterRef("case"))
    return _acts_in(ActState.SIGNING).filter(Exists(seats))


def _act_lines(_user: Any, acts: Iterable[Act]) -> Iterator[Line]:
    for one in acts:
        yield Line(one.case.number, one.case.get_absolute_url(), str(one.act_kind), one.get_state_display(),
                   at=one.made_at, act=_("Open the act"), act_url=one.get_absolute_url())  # fmt: skip


def _to_publish() -> Any:
    rows = Publication.objects.filter(state=PublicState.PROPOSED)
    return rows.select_related("act_kind", "act__case").defer(*TEXTS).order_by("proposed_at", "pk")


def _publication_lines(_user: Any, rows: Iterable[Publication]) -> Iterator[Line]:
    for one in rows:
        url = reverse("decisions:anonymise", args=[one.pk])
        yield Line(one.number, one.act.case.get_absolute_url(), str(one.act_kind), one.get_state_display(),
                   at=one.proposed_at, act=_("Look through it"), act_url=url)  # fmt: skip


def _writs(state: WritState) -> Any:
    return Writ.objects.filter(state=state).select_related("case").order_by("issued_on", "pk")


def _writ_lines(_user: Any, writs: Iterable[Writ]) -> Iterator[Line]:
    for one in writs:
        yield Line(one.case.number, one.case.get_absolute_url(), f"{_('Writ')} {one.number}", one.get_state_display(),
                   act=_("Open the writ"), act_url=one.get_absolute_url())  # fmt: skip


def _resolutions() -> Any:
    asked = Resolution.objects.filter(state=Asked.ASKED).exclude(asked_by=USER)
    return asked.select_related("case").order_by("pk")


def _resolution_lines(_user: Any, rows: Iterable[Resolution]) -> Iterator[Line]:
    for one in rows:
        yield Line(one.case.number, one.case.get_absolute_url(), one.get_reason_display(),
                   _("asks for a judge by hand"), at=one.asked_at,
                   act=_("Open the resolution"), act_url=one.get_absolute_url())  # fmt: skip


def _categories() -> Any:
    return to_confirm(USER).select_related("case__category")


def category_lines(_user: Any, rows: Iterable[CategoryCheck]) -> Iterator[Line]:
    """Each case whose category waits for a second person, with the category."""
    for one in rows:
        yield Line(one.case.number, one.case.get_absolute_url(), one.case.parties_line, one.case.category, at=one.since,
                   act=_("Look at category and weight"),
                   act_url=reverse("allocation:confirm_category", args=[one.pk]))  # fmt: skip


def _corrections() -> Any:
    asked = Correction.objects.waiting().exclude(asked_by=USER)
    return asked.select_related("draw", "asked_by").order_by("asked_at", "pk")


def _correction_lines(_user: Any, rows: Iterable[Correction]) -> Iterator[Line]:
    asked = list(rows)
    cases = Case.objects.in_bulk([row.draw.dossier for row in asked]) if asked else {}
    for one in asked:
        case = cases[one.draw.dossier]
        yield Line(case.number, case.get_absolute_url(), one.reason, one.asked_by, at=one.asked_at,
                   act=_("Open the correction"), act_url=one.get_absolute_url())  # fmt: skip


def _absences() -> Any:
    """What others ask for; the own is decided by whoever acts as chair."""
    asked = AbsenceRequest.objects.filter(state=RequestState.ASKED).exclude(member__user=USER)
    return asked.select_related("member").order_by("from_on", "pk")


def _absence_lines(user: Any, rows: Iterable[AbsenceRequest]) -> Iterator[Line]:
    reads = holds(user, "staff.absence_reason")
    for one in rows:
        days = f"{day(one.from_on)} – {day(one.to_on)}"
        yield Line(one.member.name, one.get_absolute_url(), days, one.get_kind_display() if reads else "",
                   at=one.asked_at, act=_("Decide"), act_url=one.get_absolute_url())  # fmt: skip


def _docket(query: str) -> Callable[[], str]:
    return lambda: f"{reverse('cases:docket')}{query}"


def _new() -> Any:
    rows = Case.objects.filter(registered_at__gte=MIDNIGHT)
    return rows.select_related("category").order_by("-registered_at", "-pk")


def _to_accept() -> Any:
    return Case.objects.filter(judge__user=USER, status=Status.REGISTERED).order_by("registered_at", "pk")


def _of_case(right: str, *rows: Callable[[], Any], court: str = "court") -> tuple[Part, ...]:
    """Rows that hang on a case, with the column in which the court stands beside them."""
    return tuple(Part(one, right, "case_id", court) for one in rows)


_IN_ORDER = [
    Work("new", gettext_lazy("New cases today"), "cases.register", (Part(_new, "cases.view", court="court"),),
         _case_lines, _docket("")),
    Work("accept", gettext_lazy("Cases to accept"), "cases.accept", (Part(_to_accept, "cases.accept"),),
         _accept_lines, _docket("?status=registered")),
    Work("drafts", gettext_lazy("Protocols to sign"), "hearings.sign_protocol_judge",
         (Part(_for_judge, "hearings.sign_protocol_judge", "hearing__case_id", "body"),), _protocol_lines),
    Work("acts", gettext_lazy("Acts to write and sign"), "decisions.sign",
         _of_case("decisions.sign", lambda: _acts_in(ActState.DRAFT, ActState.CHECKED).filter(author=USER), _of_panel,
                  court="case__court"),
         _act_lines, lambda: reverse("decisions:list")),
    Work("serve", gettext_lazy("Papers to serve"), "notifications.hand_over",
         (Part(_to_serve, "notifications.hand_over", court="body"),), _serve_lines,
         lambda: f"{reverse('notifications:list')}?channel=print&state=pending"),
    Work("protocols", gettext_lazy("Protocols to finish"), "hearings.sign_protocol_clerk",
         (Part(_for_clerk, "hearings.sign_protocol_clerk", "hearing__case_id", "body"),), _protocol_lines),
    Work("missed", gettext_lazy("Hearings without an outcome"), "hearings.set", _missed(), _missed_lines),
    Work("publish", gettext_lazy("Acts to publish"), "decisions.publish",
         (Part(_to_publish, "decisions.publish", "act__case_id", "court"),), _publication_lines,
         lambda: reverse("decisions:publications")),
    Work("writs", gettext_lazy("Writs to sign and send"), "enforcement.view_writ",
         (*_of_case("enforcement.sign_writ", lambda: _writs(WritState.PREPARED)),
          *_of_case("enforcement.issue_send", lambda: _writs(WritState.SIGNED))),
         _writ_lines, lambda: reverse("enforcement:writs")),
    Work("resolutions", gettext_lazy("Resolutions to confirm"), "allocation.confirm_resolution",
         _of_case("allocation.confirm_resolution", _resolutions, court="case__court"),
         _resolution_lines, lambda: reverse("allocation:waiting")),
    Work("categories", gettext_lazy("Category and weight to confirm"), "allocation.confirm_category",
         _of_case("allocation.confirm_category", _categories), category_lines,
         lambda: reverse("allocation:categories")),
    Work("corrections", gettext_lazy("Corrections to confirm"), "cases.correct",
         (Part(_corrections, "cases.correct", "draw__dossier"),), _correction_lines,
         lambda: reverse("allocation:waiting")),
    Work("absences", gettext_lazy("Absences to decide"), "staff.decide_absence",
         (Part(_absences, "staff.decide_absence", "", "member__body"),), _absence_lines,
         lambda: reverse("staff:absences")),
    Work("terms", gettext_lazy("Terms that end"), "cases.view", terms_until(SOON), term_lines),
    Work("tasks", gettext_lazy("Tasks"), "cases.tasks", (Part(_tasks, "cases.tasks", court="body"),), _task_lines),
    Work("unpaid", gettext_lazy("Duty not paid"), "finance.view", _of_case("finance.view", _unpaid), _unpaid_lines,
         lambda: reverse("finance:invoices")),
]  # fmt: skip


QUEUES = {work.key: work for work in _IN_ORDER}


def counts_of(user: Any) -> dict[str, Queue]:
    """The queues that this person's rights open, with how much waits in each; one query for all."""
    mine = [work for work in QUEUES.values() if holds(user, work.right)]
    counts = counted(user, [work.parts for work in mine], MOST) if mine else []
    return {work.key: Queue(work.label, count, f"?queue={work.key}") for work, count in zip(mine, counts, strict=True)}


def opened(user: Any, work: Work) -> list[Line]:
    """The first rows of a queue."""
    return list(work.lines(user, first_rows(user, work.parts, ROWS)))
