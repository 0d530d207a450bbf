"""Who is at work: today, through the next days, and whose leave begins."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext as _

from accounts.models import Posting
from core import clock, shown
from core.prepared import Counts, Given, prepared
from reference.models import Body
from staff.models import Absence, AbsenceRequest, Appointment, Judge, Member, Post, Substitution
from staff.orders import SIGNS

AHEAD = 30


def absence_of(judge: Judge, day: dt.date) -> Absence | None:
    """The approved absence that keeps the judge from sitting on the day."""
    found: Absence | None = Absence.objects.filter(judge=judge).on(day).order_by("-to_on").first()
    return found


def away_words(judge: Judge, day: dt.date) -> str:
    """Why no hearing is set for the judge on the day, in words that say when, never why; empty when at work."""
    absence = absence_of(judge, day)
    if absence is None:
        return ""
    last = absence.back_on - clock.DAY if absence.back_on else absence.to_on
    days = {"judge": judge, "first": shown.day(absence.from_on), "last": shown.day(last)}
    return _("%(judge)s is away from %(first)s to %(last)s.") % days


def serving(bodies: Iterable[int] | Any, day: dt.date | None = None) -> Any:
    """Members of the bodies who hold a post on the day, in the order of the alphabet."""
    return _holding(day or clock.today()).filter(body__in=bodies).order_by("sort_key", "pk")


def how_many_serve(bodies: Iterable[int]) -> int:
    """How many members of the bodies hold a post today."""
    given = {"bodies": list(bodies), "today": clock.today()}
    (count,) = _SERVING.ask(given.__getitem__)
    return count


def _holding(day: Any) -> Any:
    held = Appointment.objects.in_force(day).filter(member=OuterRef("pk"))
    return Member.objects.filter(Exists(held))


_SERVING = Counts(lambda: [[_holding(Value(Given("today"))).filter(body__any=Value(Given("bodies")))]])


def chairs(body: Body, day: dt.date | None = None) -> set[int]:
    """Users who head the court on the day: the judge who is its chair, and whoever acts as chair by an order."""
    day = day or clock.today()
    acting = Substitution.objects.filter(member__body=body, is_chair=True, from_on__lte=day, to_on__gte=day)
    held = Judge.objects.in_office(body, day).filter(is_chair=True)
    return {*held.values_list("user", flat=True), *acting.values_list("substitute__user", flat=True)}


@dataclass(frozen=True)
class Gap:
    """Days on which nobody heads the court."""

    first: dt.date
    last: dt.date


def headless(body: Body, days: int = AHEAD) -> list[Gap]:
    """Runs of days from today on which every head of the court is away and nobody acts as chair; two queries."""
    return gaps_of(body.pk, ahead([body.pk], days), days)


def gaps_of(body: int, away: Iterable[AbsenceRequest], days: int = AHEAD) -> list[Gap]:
    """The same where it is known already who is away in these days; one query."""
    first, away = clock.today(), [one for one in away if one.member.body_id == body]
    span = [first + dt.timedelta(days=n) for n in range(days)]
    posts = _heading(body, first, span[-1], [SIGNS])
    gaps: list[Gap] = []
    for day in span:
        gone = {one.member.user_id for one in away if one.from_on <= day <= one.last_on}
        if any(_counts(one, day) and one.user_id not in gone for one in posts):
            continue
        is_next = gaps and gaps[-1].last == day - clock.DAY
        gaps[-1:] = [Gap(gaps[-1].first, day)] if is_next else [*gaps[-1:], Gap(day, day)]
    return gaps


@prepared
def _heading(body: Any, first: Any, last: Any, rights: Any) -> Any:
    return Posting.objects.between(first, last).filter(body=body, role__rights__contains=rights)


def _counts(posting: Posting, day: dt.date) -> bool:
    return posting.from_on <= day and (posting.to_on is None or day <= posting.to_on)


@dataclass(frozen=True)
class Standing:
    """One day in which so many of the court are away."""

    day: dt.date
    away: list[AbsenceRequest]
    is_today: bool


def days_ahead(bodies: Iterable[int], days: int = AHEAD) -> list[Standing]:
    """Who is away on each working day from today on, in one query."""
    first = clock.today()
    span = [first + dt.timedelta(days=n) for n in range(days)]
    rows = list(of_bodies(bodies).on(first, span[-1]).order_by("from_on", "pk"))
    return [
        Standing(day, [one for one in rows if one.from_on <= day <= one.last_on], day == first)
        for day in span
        if day.weekday() < 5 or day == first
    ]


def of_bodies(bodies: Iterable[int]) -> Any:
    """Requests of people of the bodies with the person read along."""
    return AbsenceRequest.objects.filter(member__body__in=bodies).select_related("member__user", "member__body")


def ahead(bodies: Iterable[int], days: int = AHEAD) -> list[AbsenceRequest]:
    """Approved absences from today on, soonest first."""
    today = clock.today()
    return _ahead(list(bodies), today, today + dt.timedelta(days=days))


@prepared
def _ahead(bodies: Any, first: Any, last: Any) -> Any:
    rows = AbsenceRequest.objects.filter(member__body__any=bodies).select_related("member__user", "member__body")
    return rows.on(first, last).order_by("from_on", "pk")


def beginning(bodies: Iterable[int], days: int = AHEAD) -> list[AbsenceRequest]:
    """Approved absences that begin after today, soonest first."""
    return [one for one in ahead(bodies, days) if one.from_on > clock.today()]


@dataclass(frozen=True)
class TableLine:
    """A line of the staffing table: places, who holds them, what is vacant."""

    post: Post
    held: Any
    holders: list[Appointment]

    @property
    def vacant(self) -> Any:
        """Places that nobody holds."""
        return max(self.post.places - self.held, 0)


def staffing(body: Body) -> list[TableLine]:
    """The staffing table of the body as of today; whoever is appointed for later holds the place already."""
    posts = Post.objects.filter(body=body).select_related("board", "role").order_by("pk")
    current = Appointment.objects.filter(Q(to_on=None) | Q(to_on__gte=clock.today()), post__body=body)
    by_post: dict[int, list[Appointment]] = {}
    for one in current.select_related("member__user").order_by("member__sort_key", "pk"):
        by_post.setdefault(one.post_id, []).append(one)
    return [
        TableLine(post, sum((one.rate for one in by_post.get(post.pk, [])), start=0), by_post.get(post.pk, []))
        for post in posts
    ]
