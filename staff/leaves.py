"""The yearly leave of a member of the court: what is due, what was taken, what is left, by the year of work."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Min
from django.utils.translation import gettext as _

from core import clock, shown
from reference.models import CalendarDay
from staff import leave
from staff.models import AbsenceKind, Judge, Member, RequestState

HOLIDAY = "ƏM 105"  # a day off by itself; ones that are moved or exchanged bear another article


@dataclass(frozen=True)
class Balance:
    """A year of work: the parts of the leave due, the days taken and asked for, and what is left."""

    first: dt.date
    last: dt.date
    parts: list[leave.Part]
    taken: int
    asked: int

    @property
    def due(self) -> int:
        """Days due in the year."""
        return sum(part.days for part in self.parts)

    @property
    def left(self) -> int:
        """Days that can still be asked for."""
        return max(self.due - self.taken - self.asked, 0)

    @property
    def is_verified(self) -> bool:
        """Whether every part rests on a text that was read for this person."""
        return all(part.is_verified for part in self.parts)


def terms_of(member: Member) -> leave.Terms:
    """What the leave of the member hangs on; service begins with the first post where nothing else is written."""
    began = member.served_from or member.appointments.aggregate(first=Min("from_on"))["first"] or clock.today()
    is_judge = Judge.objects.in_office(member.body, clock.today()).filter(user=member.user_id).exists()
    return leave.Terms(
        member.leave_days, began, member.children, member.extra_days, member.extra_ground, is_judge=is_judge
    )


def holidays(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Holidays of the span that are not worked (ƏM 105); days moved or exchanged count as days of leave."""
    rows = CalendarDay.objects.filter(date__range=(first, last), is_working=False, legal_basis=HOLIDAY)
    return frozenset(rows.values_list("date", flat=True))


def counted(first: dt.date, last: dt.date) -> int:
    """Days of leave from the first to the last as they are counted (ƏM 114.6)."""
    return leave.counted(first, last, holidays(first, last))


def balance(member: Member, day: dt.date, but: int | None = None) -> Balance:
    """The member's leave of the year of work around the day; one request may be left out."""
    terms = terms_of(member)
    first, last = leave.work_year(terms.served_from, day)
    rows = member.absences.filter(kind=AbsenceKind.LEAVE, from_on__lte=last, to_on__gte=first).exclude(pk=but or 0)
    days, sums = holidays(first, last), {RequestState.APPROVED: 0, RequestState.ASKED: 0}
    for one in rows.filter(state__in=sums):
        sums[RequestState(one.state)] += leave.counted(max(one.from_on, first), min(one.last_on, last), days)
    return Balance(first, last, leave.entitlement(terms, first), sums[RequestState.APPROVED], sums[RequestState.ASKED])


def too_much(member: Member, from_on: dt.date, to_on: dt.date, but: int | None = None) -> Iterator[str]:
    """Why there is not so much leave left: one sentence for each year of work that the days touch."""
    day = from_on
    while day <= to_on:
        year = balance(member, day, but)
        wanted = counted(max(from_on, year.first), min(to_on, year.last))
        if wanted > year.left:
            facts = {"first": shown.day(year.first), "last": shown.day(year.last), "due": year.due}
            yield _(
                "Of the %(due)s days of leave of the year of work %(first)s – %(last)s %(left)s are left, "
                "%(wanted)s are asked for; holidays are not counted (ƏM 114.6)."
            ) % (facts | {"left": year.left, "wanted": wanted})
        day = year.last + clock.DAY


def is_first_half_year(member: Member, from_on: dt.date) -> bool:
    """Whether the leave begins before the right to it: then only in the cases of ƏM 131.4."""
    return from_on < leave.due_from(terms_of(member).served_from)
