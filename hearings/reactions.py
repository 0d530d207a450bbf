"""What hearings does when something happens to a case."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case, Task, TaskKind
from core import clock, shown
from hearings.models import Hearing, State
from journal.models import Entry


def ask_for_another_judge(entry: Entry, data: dict[str, Any]) -> None:
    """A judge left the case: each hearing that was set before this judge becomes work for the clerk."""
    case = Case.objects.select_related("court", "dossier").get(pk=int(entry.subject_id))
    set_before = Hearing.objects.filter(case=case, sitting__state=State.PLANNED, starts_at__gt=clock.now())
    for hearing in set_before.filter(sitting__judge__public_id=data["judge"], sitting__judge__body=case.court_id):
        title = _("Move or cancel the hearing of %(at)s: %(judge)s left the case")
        told = {"title": title % {"at": shown.moment(hearing.starts_at), "judge": data.get("name", "")}}
        where = {"dossier": case.dossier, "body": case.court, "right": "cases.tasks"}
        Task.objects.get_or_create(
            kind=TaskKind.OTHER,
            subject=f"hearings.hearing:{hearing.pk}",
            done_at=None,
            defaults={**told, **where, "due_on": clock.local(hearing.starts_at).date()},
        )
