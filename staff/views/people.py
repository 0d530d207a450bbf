"""The register of the people of the court, one person's page, and the own one."""

from collections.abc import Iterable
from typing import Any

from django import forms as fields
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock, listing
from core.access import holds, requires
from core.azerbaijani import search_key
from core.components import Fact
from journal.models import Entry
from reference.models import Body, CaseKind
from staff.leaves import Balance, balance
from staff.models import AbsenceRequest, Appointment, FileKind, Judge, Member, Order, Substitution, Title
from staff.orders import shown_to

ORDERS = {"name": "sort_key"}
NEWEST = 30


def with_kinds(rows: Iterable[Any]) -> list[tuple[Any, str]]:
    """Boards or offices, each with its kinds of cases in words; none named are all of them."""
    names = CaseKind.objects.names()
    return [(row, ", ".join(names.get(code, code) for code in row.kinds)) for row in rows]


def body_of(request: HttpRequest, right: str) -> Body:
    """The court whose people are looked at: the one asked for, else the first in which the right is held."""
    bodies = Body.objects.filter(pk__in=request.user.bodies_with(right)).order_by("sort_key")  # type: ignore[union-attr]
    code = request.GET.get("court", "")
    found = bodies.filter(code=code).first() if code else bodies.first()
    if found is None:
        raise Http404(code)
    return found


class Filters(fields.Form):
    """What the list is narrowed to; a value that makes no sense narrows nothing."""

    q = fields.CharField(required=False, max_length=100)
    title = fields.ChoiceField(required=False, choices=[("", ""), *Title.choices])
    board = fields.IntegerField(required=False)
    now = fields.ChoiceField(required=False, choices=[("", ""), ("present", ""), ("away", ""), ("left", "")])


def narrowed(rows: Any, given: dict[str, Any]) -> Any:
    """The people whom the filters leave."""
    today = clock.today()
    away = AbsenceRequest.objects.on(today).values("member")
    for word in search_key(given.get("q") or "").split():
        rows = rows.filter(search_key__contains=word)
    held = Q()
    if given.get("title"):
        held &= Q(post__title=given["title"])
    if given.get("board"):
        held &= Q(post__board=given["board"])
    if held:
        rows = rows.filter(pk__in=Appointment.objects.current().filter(held).values("member"))
    if given.get("now") == "away":
        rows = rows.filter(pk__in=away)
    return rows.exclude(pk__in=away) if given.get("now") == "present" else rows


def rows_of(body: Body, given: dict[str, Any]) -> Any:
    """Members of the court with what one row of the list shows."""
    if given.get("now") == "left":
        people = Member.objects.filter(body=body).exclude(pk__in=Appointment.objects.current().values("member"))
    else:
        people = Member.objects.filter(pk__in=Appointment.objects.current().values("member"), body=body)
    posts = Appointment.objects.current().select_related("post__board").order_by("from_on", "pk")
    now = AbsenceRequest.objects.on(clock.today())
    shown = Prefetch("appointments", posts, to_attr="held"), Prefetch("absences", now, to_attr="away_now")
    return narrowed(people, given).select_related("user").prefetch_related(*shown)


@requires("staff.view")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who holds a post in the court, in the order of the alphabet."""
    body = body_of(request, "staff.view")
    filters = Filters(request.GET)
    filters.is_valid()
    given = filters.cleaned_data
    labels = {"name": _("Name"), "post": _("Post"), "from": _("From"), "state": _("Today")}
    page = listing.page_of(rows_of(body, given), request.GET, orders=ORDERS, default="sort_key")
    context = {
        "body": body,
        "page": page,
        "columns": listing.columns(request.GET, labels, ORDERS),
        "given": given,
        "titles": Title.choices,
        "boards": body.boards.filter(is_open=True),
        "states": [("present", _("at work")), ("away", _("away")), ("left", _("left"))],
        "kept": request.GET.urlencode(),
    }
    return render(request, "staff/people.html", context)


@requires("staff.view", Member)
@require_GET
def member(request: HttpRequest, member: Member) -> HttpResponse:
    """One person of the court: posts, office, absences, orders, and for who may see it the personal file."""
    return render(request, "staff/member.html", _card(request, member))


@requires("staff.own")
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The own card: what the court keeps about oneself, and asking for days away."""
    mine = Member.objects.visible_to(request.user, "staff.own").select_related("body", "user")
    card = mine.filter(body=request.user.body).first() or mine.first()  # type: ignore[union-attr]
    if card is None:
        return render(request, "staff/no_card.html")
    return render(request, "staff/member.html", _card(request, card, is_own=True))


def _card(request: HttpRequest, person: Member, *, is_own: bool = False) -> dict[str, Any]:
    user, body = request.user, person.body
    is_own = is_own or person.user_id == user.pk
    reads_file, reads_discipline = holds(user, "staff.personal_file", person), holds(user, "staff.discipline", person)
    lines = person.file.select_related("paper") if reads_file or is_own else person.file.none()
    if not (reads_discipline or is_own):
        lines = lines.exclude(kind=FileKind.DISCIPLINE)
    year = balance(person, clock.today()) if reads_file or is_own else None
    offices = list(Judge.objects.filter(user=person.user_id, body=body).order_by("-from_on"))
    about = Substitution.objects.filter(Q(member=person) | Q(substitute=person))
    return {
        "person": person,
        "is_own": is_own,
        "appointments": list(person.appointments.select_related("post__board", "order", "posting__role")),
        "offices": with_kinds(offices),
        "office": next((one for one in offices if not one.to_on or one.to_on >= clock.today()), None),
        "absences": list(person.absences.select_related("decided_by")[:NEWEST]),
        "reads_reason": is_own or holds(user, "staff.absence_reason", person),
        "substitutions": list(about.select_related("member", "substitute", "posting__role")),
        "orders": _orders(user, person, is_own),
        "sees_orders": holds(user, "staff.view_orders", person),
        "lines": list(lines),
        "reads_file": reads_file or is_own,
        "balance": year,
        "facts": _facts(year) if year else [],
        "entries": _entries(person) if holds(user, "staff.view", person) else [],
        "today": clock.today(),
    }


def _orders(user: Any, person: Member, is_own: bool) -> list[Order]:
    rows = person.orders.select_related("signed_by")
    if is_own:
        return list(rows[:NEWEST])
    return list(shown_to(rows, user, person.body)[:NEWEST]) if holds(user, "staff.view_orders", person) else []


def _facts(year: Balance) -> list[Fact]:
    return [
        Fact(_("Leave due, days"), year.due),
        Fact(_("Taken or approved"), year.taken),
        Fact(_("Asked for"), year.asked),
        Fact(_("Left"), year.left),
    ]


def _entries(person: Member) -> list[Entry]:
    """The newest entries of the journal about this person's card and posts."""
    posts = [str(pk) for pk in person.appointments.values_list("pk", flat=True)]
    subjects = Q(subject_kind="staff.member", subject_id=str(person.pk))
    subjects |= Q(subject_kind="staff.appointment", subject_id__in=posts)
    return list(Entry.objects.filter(subjects, log=person.body.code).order_by("-pk")[:NEWEST])
