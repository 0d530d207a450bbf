"""The court at a glance, for its chair; what ails the system, for its administrator."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.lifecycle import CLOSED, Status
from cases.models import Case, Deadline
from core import clock
from core.components import Figure
from hearings.models import Hearing
from journal import alarms
from reference.models import Body
from staff import presence

UNDER_WAY = [Status.REGISTERED, Status.ACCEPTED, Status.HEARING]


def court_figures(user: Any) -> list[Figure]:
    """What the court has under way, received and decided this month, and what is late."""
    cases = Case.objects.filter(court__in=user.bodies_with("reports.glance"))
    today = clock.today()
    month = clock.at(today.replace(day=1), clock.MIDNIGHT)
    told = cases.aggregate(
        open=Count("pk", filter=Q(status__in=UNDER_WAY)),
        received=Count("pk", filter=Q(registered_at__gte=month)),
        decided=Count("pk", filter=Q(decided_on__gte=today.replace(day=1))),
        waiting=Count("pk", filter=Q(judge=None, status=Status.REGISTERED)),
    )
    late = Deadline.objects.filter(case__in=cases.values("pk"), closed_on=None, has_passed=False, due_on__lt=today)
    docket = reverse("cases:docket")
    since = f"{today.replace(day=1):%d.%m.%Y}"
    behind = f"{reverse('reports:cases')}?first={today.replace(day=1)}" if user.holds("reports.view") else ""
    return [
        Figure(_("In proceedings"), told["open"], url=f"{behind}&figure=pending" if behind else docket),
        Figure(_("Received this month"), told["received"], url=f"{docket}?registered_from={since}"),
        Figure(_("Decided this month"), told["decided"], url=f"{behind}&figure=decided" if behind else ""),
        Figure(_("Waiting for a draw"), told["waiting"], url=reverse("allocation:queue")),
        Figure(_("Terms overdue"), late.count(), tone="late", url=f"{reverse('desk:desk')}?queue=terms"),
    ]


def loads(user: Any) -> list[tuple[str, int]]:
    """Open cases of each judge of the court, most first."""
    rows = Case.objects.filter(court__in=user.bodies_with("reports.glance"), judge__isnull=False)
    by_judge: Any = rows.exclude(status__in=CLOSED).values("judge__user__given_name", "judge__user__surname")
    counted = by_judge.annotate(count=Count("pk")).order_by("-count", "judge__user__surname")
    return [(f"{row['judge__user__given_name']} {row['judge__user__surname']}", row["count"]) for row in counted]


def hearings_today(user: Any) -> list[Hearing]:
    """Hearings of today: a judge's own, and all of the court for everybody else."""
    start = clock.at(clock.today(), dt.time())
    rows = Hearing.objects.visible_to(user, "hearings.view").shown()
    rows = rows.filter(starts_at__gte=start, starts_at__lt=start + clock.DAY)
    if user.holds("cases.accept") and not user.holds("reports.glance"):
        rows = rows.filter(sitting__judge__user=user)
    return list(rows.order_by("starts_at", "pk")[:20])


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
    found = {"serving": presence.serving(bodies).count(), "beginning": presence.beginning(bodies)}
    gaps = [gap for body in Body.objects.filter(pk__in=bodies) for gap in presence.headless(body)]
    return found | {"away": list(presence.of_bodies(bodies).on(clock.today()).order_by("to_on", "pk")), "gaps": gaps}
