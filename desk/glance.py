"""The court at a glance, for its chair; what ails the system, for its administrator."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.lifecycle import CLOSED, Status
from cases.models import Case, Deadline
from core import clock
from core.components import Figure
from core.prepared import prepared
from desk.waiting import MIDNIGHT, MONTH, MONTH_BEGAN, NEXT_MIDNIGHT, TODAY, USER, Part, counted, first_rows
from hearings.models import Hearing
from journal import alarms
from reference.models import Body
from staff import presence
from staff.models import Judge

UNDER_WAY = [Status.REGISTERED, Status.ACCEPTED, Status.HEARING]
HEARINGS = 20  # of a day, at most


def _figure(rows: Callable[[], Any]) -> tuple[Part, ...]:
    """What the head of a court counts: sealed cases too, as official statistics do."""
    return (Part(rows, "reports.glance", "", "court"),)


_FIGURES = (
    _figure(lambda: Case.objects.filter(status__in=UNDER_WAY)),
    _figure(lambda: Case.objects.filter(registered_at__gte=MONTH_BEGAN)),
    _figure(lambda: Case.objects.filter(decided_on__gte=MONTH)),
    _figure(lambda: Case.objects.filter(judge=None, status=Status.REGISTERED)),
    _figure(lambda: Deadline.objects.filter(closed_on=None, has_passed=False, due_on__lt=TODAY)),
)


def court_figures(user: Any) -> list[Figure]:
    """What the court has under way, received and decided this month, and what is late; one query."""
    under_way, received, decided, waiting, late = counted(user, _FIGURES)
    month = clock.today().replace(day=1)
    docket = reverse("cases:docket")
    behind = f"{reverse('reports:cases')}?first={month}" if user.holds("reports.view") else ""
    return [
        Figure(_("In proceedings"), under_way, url=f"{behind}&figure=pending" if behind else docket),
        Figure(_("Received this month"), received, url=f"{docket}?registered_from={month:%d.%m.%Y}"),
        Figure(_("Decided this month"), decided, url=f"{behind}&figure=decided" if behind else ""),
        Figure(_("Waiting for a draw"), waiting, url=reverse("allocation:queue")),
        Figure(_("Terms overdue"), late, tone="late", url=f"{reverse('desk:desk')}?queue=terms"),
    ]


def loads(user: Any) -> list[tuple[str, int]]:
    """Open cases of each judge of the court, most first."""
    counts = {row["judge"]: row["count"] for row in _open_by_judge(list(user.bodies_with("reports.glance")))}
    judges = sorted(_named(list(counts)), key=lambda judge: (-counts[judge.pk], judge.user.surname))
    return [(judge.user.full_name, counts[judge.pk]) for judge in judges]


@prepared
def _open_by_judge(courts: Any) -> Any:
    rows = Case.objects.filter(court__any=courts, judge__isnull=False).exclude(status__in=CLOSED)
    return rows.values("judge").annotate(count=Count("*")).order_by()  # by the index alone


@prepared
def _named(judges: Any) -> Any:
    return Judge.objects.filter(pk__any=judges).select_related("user")


def _of_judge(user: Any) -> bool:
    return bool(user.holds("cases.accept") and not user.holds("reports.glance"))


def _today() -> Any:
    rows = Hearing.objects.filter(starts_at__gte=MIDNIGHT, starts_at__lt=NEXT_MIDNIGHT)
    return rows.shown().order_by("starts_at", "pk")


_HEARINGS = (
    Part(_today, "hearings.view", "case_id", "body", whose=lambda user: not _of_judge(user)),
    Part(lambda: _today().filter(sitting__judge__user=USER), "hearings.view", "case_id", "body", whose=_of_judge),
)


def hearings_today(user: Any) -> list[Hearing]:
    """Hearings of today: a judge's own, and all of the court for everybody else."""
    return first_rows(user, _HEARINGS, HEARINGS)


def ailments() -> list[alarms.Alarm]:
    """What an administrator must look at now."""
    return placed(alarms.current()[:20])


def placed(found: list[alarms.Alarm]) -> list[alarms.Alarm]:
    """The alarms with the names of courts in the place of the codes by which logs know them."""
    if not found:
        return []
    known: dict[str, str] = {}
    for body in Body.objects.exclude(short_code=""):
        known |= {body.code: body.name, f"{settings.SELF_SEALED_LOGS}{body.short_code}": body.name}
    return [replace(alarm, where=known.get(alarm.where, alarm.where)) for alarm in found]


def at_work(user: Any) -> dict[str, Any]:
    """Who of the court is away today, whose leave begins, and days on which nobody would head it; for its chair."""
    bodies = user.bodies_with("reports.glance") & user.bodies_with("staff.view")
    today, ahead = clock.today(), presence.ahead(bodies)
    return {
        "serving": presence.how_many_serve(bodies),
        "away": sorted((one for one in ahead if one.from_on <= today), key=lambda one: (one.to_on, one.pk)),
        "beginning": [one for one in ahead if one.from_on > today],
        "gaps": [gap for body in sorted(bodies) for gap in presence.gaps_of(body, ahead)],
    }
