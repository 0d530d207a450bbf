"""What hearings does when something happens to a case, or to the judge who sits in it."""

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cases.models import Task, TaskKind
from core import clock, shown
from core.prepared import prepared
from hearings.models import Hearing, State
from journal.models import Entry
from staff.models import AbsenceRequest, Judge, Member
from staff.presence import absence_of


def ask_for_another_judge(entry: Entry, data: dict[str, Any]) -> None:
    """A judge left the case: each hearing that was set before this judge becomes work for the clerk."""
    for hearing in _set_before(int(entry.subject_id), data["judge"], clock.now()):
        title = _("Move or cancel the hearing of %(at)s: %(judge)s left the case")
        _ask(hearing, title % {"at": shown.moment(hearing.starts_at), "judge": data.get("name", "")})


@prepared
def _set_before(case: Any, judge: Any, now: Any) -> "QuerySet[Hearing]":
    rows = Hearing.objects.filter(case=case, sitting__state=State.PLANNED, starts_at__gt=now)
    own = rows.filter(sitting__judge__public_id=judge, sitting__judge__body=F("case__court"))
    return own.select_related("case__court", "case__dossier")


def ask_to_put_off(entry: Entry, data: dict[str, Any]) -> None:
    """A judge will be away: each hearing already set for these days, also on a panel, becomes work for the clerk."""
    member = AbsenceRequest.objects.select_related("member").get(pk=int(entry.subject_id)).member
    title = _("Move or cancel the hearing of %(at)s: %(judge)s is away")
    for hearing in _before(member, _day(data["from_on"]), _day(data["to_on"])):
        _ask(hearing, title % {"at": shown.moment(hearing.starts_at), "judge": member.user.full_name})


def ask_after_leaving(entry: Entry, data: dict[str, Any]) -> None:
    """A judge's office ends: hearings set for later days become work for the clerk, whoever gets the cases."""
    member, ends_on = Member.objects.select_related("user").get(pk=int(entry.subject_id)), _day(data["ends_on"])
    if not Judge.objects.filter(user=member.user_id, body=member.body_id, to_on=ends_on - clock.DAY).exists():
        return
    title = _("Move or cancel the hearing of %(at)s: the office of %(judge)s ends before")
    for hearing in _before(member, ends_on):
        _ask(hearing, title % {"at": shown.moment(hearing.starts_at), "judge": member.user.full_name})


def take_back(entry: Entry, data: dict[str, Any]) -> None:
    """The judge is back early: what was asked for hearings of the days of work is settled by itself.

    Not where another of the panel is away that day, or where the judge has left the case meanwhile.
    """
    asked = AbsenceRequest.objects.select_related("member__user").get(pk=int(entry.subject_id))
    for hearing in _before(asked.member, _day(data["back_on"]), asked.to_on):
        sitting = [hearing.case.judge, *(seat.judge for seat in hearing.case.seats.filter(to_on=None))]
        day = clock.local(hearing.starts_at).date()
        if hearing.sitting.judge in sitting and not any(judge and absence_of(judge, day) for judge in sitting):
            _settle(hearing.pk)


def settle(entry: Entry, data: dict[str, Any]) -> None:
    """The hearing was moved or cancelled: nobody has to do it again."""
    _settle(entry.subject_id)


def _settle(hearing: Any) -> None:
    open_tasks = Task.objects.filter(kind=TaskKind.OTHER, subject=_subject(hearing), done_at=None)
    open_tasks.update(done_at=clock.now())


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _before(member: Member, first: dt.date, last: dt.date | None = None) -> Any:
    """Planned hearings of these days in which the member sits as judge, alone or on the panel."""
    offices = Judge.objects.filter(user=member.user_id, body=member.body_id)
    alone = Hearing.objects.filter(sitting__judge__in=offices)
    panel = Hearing.objects.filter(case__seats__judge__in=offices, case__seats__to_on=None)
    rows = Hearing.objects.filter(pk__in=alone.values("pk").union(panel.values("pk")), sitting__state=State.PLANNED)
    rows = rows.filter(starts_at__gte=max(clock.now(), clock.at(first, clock.MIDNIGHT)))
    rows = rows.filter(starts_at__lt=clock.at(last + clock.DAY, clock.MIDNIGHT)) if last else rows
    return rows.select_related("case__court", "case__dossier", "case__judge", "sitting__judge").order_by(
        "starts_at", "pk"
    )


def _subject(hearing: Any) -> str:
    return f"hearings.hearing:{hearing}"


def _ask(hearing: Hearing, title: str) -> None:
    """A task on the clerks' desk until the day of the hearing; one for each, whatever the reasons."""
    case = hearing.case
    Task.objects.get_or_create(
        kind=TaskKind.OTHER,
        subject=_subject(hearing.pk),
        done_at=None,
        defaults={
            "title": title[:300],
            "dossier": case.dossier,
            "body": case.court,
            "right": "cases.tasks",
            "due_on": clock.local(hearing.starts_at).date(),
        },
    )
