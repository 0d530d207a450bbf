"""What acts show on the case page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.lifecycle import Status
from cases.models import Case, Deadline, Participation, Serving
from cases.window_registry import Act as Step
from cases.window_registry import Tab, act, tab
from core.access import holds
from decisions.entering import TERM, day_of_force, judgment_of
from decisions.models import Act
from decisions.reactions import parties_of


def _tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    decided = judgment_of(case)
    return {
        "acts": list(Act.objects.filter(case=case).shown()),
        "judgment": decided,
        "served": _served(decided) if decided else [],
        "force_on": case.in_force_on or (day_of_force(decided) if decided else None),
        "may_draft": holds(request.user, "decisions.draft", case) and case.is_open,
    }


def _served(judgment: Act) -> list[tuple[Participation, Serving | None, Deadline | None]]:
    """Every party with the service of the judgment and the term of appeal that it began."""
    servings = {one.participation_id: one for one in Serving.objects.filter(document=judgment.document_id)}
    terms = Deadline.objects.filter(case=judgment.case_id, term__code=TERM)
    ends = {one.participation_id: one for one in terms}
    return [(one, servings.get(one.pk), ends.get(one.pk)) for one in parties_of(judgment)]


def _applies(case: Case) -> bool:
    return case.status in {Status.ACCEPTED, Status.HEARING}


def _obstacles(case: Case) -> Iterator[str]:
    if Act.objects.filter(case=case, act_kind__act_class="final").exists():
        yield _("The judgment of this case is drafted already; it is among the acts.")


tab(Tab("acts", gettext_lazy("Court acts"), 50, "decisions/tab.html", _tab, right="decisions.view"))
act(
    Step(
        "judgment", gettext_lazy("Draft the judgment"), "decisions:draft", "decisions.draft", 30,
        applies=_applies, obstacles=_obstacles, icon="square-pen",
    )
)  # fmt: skip
