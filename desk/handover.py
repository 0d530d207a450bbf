"""What a person who goes has in hand, over all apps: cases, hearings, drafts, protocols, tasks, terms."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.lifecycle import CLOSED
from cases.models import Case, Deadline, Task
from core import clock
from core.access import holds, requires
from decisions.models import Act
from decisions.models import State as ActState
from desk.queues import Line
from hearings.models import Hearing, Protocol, State
from staff.models import AbsenceRequest, Member

# So many rows of each sort stand on the list; a person with more of one sort is told how many.
MOST = 500
RIGHT = "reports.handover"


@dataclass
class Part:
    """One sort of work in hand: the rows that the reader may open, and how many there are that he may not."""

    title: str
    lines: list[Line] = field(default_factory=list)
    closed: int = 0
    has_more: bool = False


def cases_of(person: Any) -> Any:
    """Open cases in which the person sits, or on whose team the person is."""
    seated = Q(judge__user=person) | Q(seats__judge__user=person, seats__to_on=None)
    team = Q(dossier__team__in=person.teams.in_force(clock.today()))
    return Case.objects.filter(pk__in=Case.objects.filter(seated | team).values("pk")).exclude(status__in=CLOSED)


def _part(title: str, rows: Any, seen: Any, line: Any) -> Part:
    """The rows that the reader sees, and the number of all others; sealed ones are counted, never named."""
    shown = list(seen[: MOST + 1])
    closed = 0 if len(shown) > MOST else max(rows.count() - len(shown), 0)
    return Part(title, [line(row) for row in shown[:MOST]], closed, len(shown) > MOST)


def _case_line(case: Case) -> Line:
    return Line(
        case.number, case.get_absolute_url(), case.parties_line, case.get_status_display(), at=case.registered_at
    )


def _cases(user: Any, mine: Any) -> Part:
    seen = Case.objects.visible_to(user, "cases.view").filter(pk__in=mine.values("pk"))
    return _part(_("Open cases"), mine, seen.order_by("registered_at", "pk"), _case_line)


def _hearings(user: Any, person: Any, mine: Any, away: list[AbsenceRequest]) -> Part:
    rows = Hearing.objects.filter(Q(sitting__judge__user=person) | Q(case__in=mine.values("pk")))
    rows = rows.filter(starts_at__gte=clock.now(), sitting__state=State.PLANNED)
    seen = Hearing.objects.visible_to(user, "hearings.view").filter(pk__in=rows.values("pk")).shown()

    def line(one: Hearing) -> Line:
        day = clock.local(one.starts_at).date()
        falls = any(absence.from_on <= day <= absence.last_on for absence in away)
        note = _("falls in the absence: put it off") if falls else one.sitting.room
        return Line(one.case.number, one.get_absolute_url(), one.get_kind_display(), note, at=one.starts_at)

    return _part(_("Hearings to come"), rows, seen.order_by("starts_at", "pk"), line)


def _acts(user: Any, person: Any) -> Part:
    rows = Act.objects.filter(author=person).exclude(state=ActState.SIGNED)
    seen = Act.objects.visible_to(user, "decisions.view").filter(pk__in=rows.values("pk")).shown()

    def line(one: Act) -> Line:
        return Line(one.case.number, one.get_absolute_url(), str(one.act_kind), one.get_state_display(), at=one.made_at)

    return _part(_("Drafts of acts"), rows, seen.order_by("made_at", "pk"), line)


def _protocols(user: Any, person: Any) -> Part:
    rows = Protocol.objects.filter(hearing__sitting__judge__user=person, hearing__sitting__state=State.ENDED)
    rows = rows.filter(signed_by_judge_at=None)
    hearings = Hearing.objects.visible_to(user, "hearings.view")
    seen = rows.filter(hearing__in=hearings.values("pk")).select_related("hearing__case")

    def line(one: Protocol) -> Line:
        hearing = one.hearing
        return Line(hearing.case.number, hearing.get_absolute_url(), hearing.get_kind_display(), at=hearing.starts_at)

    return _part(_("Protocols without the judge's signature"), rows, seen.order_by("hearing__starts_at", "pk"), line)


def _tasks(user: Any, mine: Any) -> Part:
    rows = Task.objects.filter(dossier__in=mine.values("dossier"), done_at=None)
    seen = Task.objects.visible_to(user, "cases.tasks").filter(pk__in=rows.values("pk"))
    seen = seen.select_related("dossier__case").order_by("due_on", "pk")

    def line(one: Task) -> Line:
        case = one.dossier.case
        return Line(case.number, case.get_absolute_url(), one.title, one.get_kind_display(), one.due_on)

    return _part(_("Tasks"), rows, seen, line)


def _terms(user: Any, mine: Any) -> Part:
    rows = Deadline.objects.filter(case__in=mine.values("pk"), closed_on=None, has_passed=False)
    cases = Case.objects.visible_to(user, "cases.view")
    seen = rows.filter(case__in=cases.values("pk")).select_related("case", "term", "participation__party")

    def line(one: Deadline) -> Line:
        bar = one.bar()
        return Line(one.case.number, one.case.get_absolute_url(), bar.title, bar.note, one.due_on)

    return _part(_("Terms that run"), rows, seen.order_by("due_on", "pk"), line)


def parts(user: Any, person: Any, away: list[AbsenceRequest]) -> list[Part]:
    """All that the person has in hand, as far as the reader's rights go."""
    mine = cases_of(person)
    found: list[Part] = []
    if holds(user, "cases.view"):
        found += [_cases(user, mine), _terms(user, mine)]
    if holds(user, "hearings.view"):
        found += [_hearings(user, person, mine, away), _protocols(user, person)]
    if holds(user, "decisions.view"):
        found.append(_acts(user, person))
    if holds(user, "cases.tasks"):
        found.append(_tasks(user, mine))
    return found


def _whose(request: HttpRequest, user: int) -> Member | None:
    """The card of the person whose list is asked for; another's only in a court where the reader hands over."""
    reader: Any = request.user
    cards = Member.objects.filter(user=user) if user == reader.pk else Member.objects.visible_to(reader, RIGHT)
    card = cards.filter(user=user).select_related("user", "body").order_by("pk").first()
    if card is None and user != reader.pk:
        raise Http404(user)
    return card


@requires("desk.view")
@require_GET
def handover(request: HttpRequest, user: int) -> HttpResponse:
    """The hand-over list of oneself or, for the head of the court, of another; it can be printed and signed."""
    card = _whose(request, user)
    person: Any = card.user if card else request.user
    away = coming_absences(card.user.memberships.all()) if card else []
    context = {
        "person": person,
        "card": card,
        "parts": parts(request.user, person, away),
        "away": away,
        "posts": list(card.appointments.current().select_related("post__board")) if card else [],
        "today": clock.today(),
    }
    return render(request, "desk/handover.html", context)


def coming_absences(cards: Iterable[Member], ahead: int = 366) -> list[AbsenceRequest]:
    """Approved absences of the person from today on."""
    today = clock.today()
    rows = AbsenceRequest.objects.filter(member__in=cards).on(today, today + dt.timedelta(days=ahead))
    return list(rows.order_by("from_on", "pk"))
