"""The case page: a head that never changes, the acts possible now, and tabs for the rest."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from cases import lifecycle, window_registry
from cases.events import HEARD
from cases.models import Case, Deadline, Participation
from cases.seats import reserve_seat
from cases.timeline import timeline
from core import clock, shown
from core.access import holds, requires
from core.components import Act, Fact, Step, Tab, TermBar
from core.prepared import prepared
from journal.access import saw
from journal.models import Entry


@requires("cases.view", Case)
@require_GET
def detail(request: HttpRequest, case: Case, tab: str = "timeline") -> HttpResponse:
    """One case; opening it is written to the access log of each of its parties."""
    tabs = {found.key: found for found in window_registry.tabs_for(request.user, case)}
    if tab not in tabs:
        raise Http404(tab)
    people = participants(case.pk)
    saw(cast("User", request.user), [p.party.register_subject for p in people], case.pk, "case page")
    context = head(request, case) | {
        "people": people,
        "tabs": [_tab(found, case, found.key == tab) for found in tabs.values()],
        "tab_template": tabs[tab].template,
        **tabs[tab].context(request, case),
    }
    response = render(request, "cases/detail.html", context)
    if context["waits_for_judge"]:
        response["Refresh"] = "2"
    return response


def head(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What stands over every page of the case."""
    possible, barred = window_registry.acts_for(request.user, case)
    running = _running(case)
    return {
        "case": case,
        "road": _road(case),
        "facts": _facts(request.user, case, running),
        "deadlines": running,
        "possible": [Act(a.label, a.url(case), a.icon, is_post=a.is_post) for a in possible],
        "barred": [Act(a.label, icon=a.icon, reasons=reasons) for a, reasons in barred],
        "waits_for_judge": case.judge_id is None and case.status == lifecycle.Status.REGISTERED,
    }


def _tab(found: window_registry.Tab, case: Case, is_current: bool) -> Tab:
    url = case.get_absolute_url() if found.key == "timeline" else f"{case.get_absolute_url()}{found.key}/"
    return Tab(found.label, url, found.count(case) if found.count else None, is_current)


def _road(case: Case) -> list[Step]:
    dates = {
        lifecycle.Status.REGISTERED: clock.local(case.registered_at).date(),
        lifecycle.Status.ACCEPTED: case.accepted_on,
        lifecycle.Status.HEARING: _heard_on(case),
        lifecycle.Status.DECIDED: case.decided_on,
        lifecycle.Status.IN_FORCE: case.in_force_on,
        lifecycle.Status.ENFORCED: case.sent_to_enforcement_on,
    }
    here = lifecycle.ROAD.index(lifecycle.Status(case.status)) if case.status in lifecycle.ROAD else -1
    steps = []
    for place, stage in enumerate(lifecycle.ROAD):
        state: Any = "past" if place < here else "now" if place == here else "ahead"
        day = dates.get(stage)
        steps.append(Step(stage.label, state, f"{day:%d.%m}" if day and state != "ahead" else ""))
    return steps


def _heard_on(case: Case) -> dt.date | None:
    """The day on which the hearing of the case began; nothing for a case that came with its past."""
    began = next(iter(_beginnings(case.pk, case.dossier.opened_at)), None)
    return clock.local(began.at).date() if began else None


@prepared
def _beginnings(dossier: Any, since: Any) -> "QuerySet[Entry]":
    return Entry.objects.filter(dossier=dossier, at__gte=since, event=HEARD.code).order_by("at")[:1]


def _facts(user: Any, case: Case, running: list[TermBar]) -> list[Fact]:
    found = [_judge(case), *_reserve(case), _hearing(case), *_nearest(running)]
    if holds(user, "cases.claim_price", case):
        price = shown.money(case.claim_price) if case.claim_price is not None else _("not valued")
        found.append(Fact(_("Claim price"), price))
    found.append(_duty(case))
    if case.outcome:
        found.append(Fact(_("Outcome"), case.get_outcome_display(), shown.day(case.decided_on)))
    return found


def _judge(case: Case) -> Fact:
    if case.judge is None:
        return Fact(_("Judge"), _("being drawn"), tone="soon")
    way = _("imported") if case.is_imported else _("electronic draw")
    return Fact(_("Judge"), str(case.judge), f"{way}, {shown.day(case.drawn_at)}" if case.drawn_at else way)


def _reserve(case: Case) -> Iterator[Fact]:
    """The reserve judge, whom criminal cases alone can have (CPM 309)."""
    seat = reserve_seat(case)
    if seat:
        yield Fact(_("Reserve judge"), str(seat.judge), _("sits from the first day, does not vote"))


def _hearing(case: Case) -> Fact:
    at = case.coming_hearing_at
    if at is None:
        return Fact(_("Next hearing"), _("not set"))
    label = _("Next hearing") if at >= clock.now() else _("Hearing was set for")
    return Fact(label, shown.moment(at), case.next_hearing_place)


def _nearest(running: list[Any]) -> list[Fact]:
    """The term that ends first."""
    label = _("Nearest term")
    return [Fact(label, f"{shown.day(bar.due_on)}, {bar.words}", bar.title, bar.tone) for bar in running[:1]]


def _duty(case: Case) -> Fact:
    if case.duty_settled_on:
        value = shown.money(case.duty_amount) if case.duty_amount else _("exempt")
        return Fact(_("State duty"), value, f"{case.duty_ground}, {shown.day(case.duty_settled_on)}", "good")
    if case.duty_amount is None:
        return Fact(_("State duty"), _("not reckoned"))
    return Fact(_("State duty"), shown.money(case.duty_amount), _("not paid"), "late")


def _running(case: Case) -> list[TermBar]:
    return [term.bar() for term in _deadlines(case.pk)]


@prepared
def participants(case: Any) -> "QuerySet[Participation]":
    """Everybody of the case with role and party, those who left too."""
    return Participation.objects.filter(case=case).select_related("party", "role")


@prepared
def _deadlines(case: Any) -> "QuerySet[Deadline]":
    return Deadline.objects.filter(case=case, closed_on=None).select_related("term", "participation__party")[:12]


def timeline_tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The journal of the case by day, newest first."""
    return {"days": timeline(request.user, case)}


def people_tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Parties with what the person may see of them."""
    return {
        "sees_fin": holds(request.user, "parties.fin", case),
        "sees_contacts": holds(request.user, "parties.contacts", case),
    }


def filings_tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Papers that came in."""
    filings = case.filings.select_related("document", "participation__party")
    return {"filings": filings, "may_file": holds(request.user, "cases.file", case)}


def notes_tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Notes that this person may read."""
    user = request.user
    mine = [n for n in case.notes.select_related("author").prefetch_related("readers") if _may_read(user, n)]
    return {"notes": mine, "may_note": holds(user, "cases.note", case)}


def _may_read(user: Any, note: Any) -> bool:
    return bool(note.for_team or note.author_id == user.pk or user.pk in {reader.pk for reader in note.readers.all()})
