"""The life cycle of a case as a table, and the obstacles that refuse a step and explain its barred button."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from cases.models import Case


class Status(models.TextChoices):
    REGISTERED = "registered", gettext_lazy("Registered")
    ACCEPTED = "accepted", gettext_lazy("Preparation")
    HEARING = "hearing", gettext_lazy("Being heard")
    DECIDED = "decided", gettext_lazy("Decided")
    IN_FORCE = "in_force", gettext_lazy("In force")
    ENFORCED = "enforced", gettext_lazy("In enforcement")
    RETURNED = "returned", gettext_lazy("Claim returned")
    CANCELLED = "cancelled", gettext_lazy("Registration cancelled")
    CLOSED = "closed", gettext_lazy("Closed")


NEXT: dict[str, set[Status]] = {
    Status.REGISTERED: {Status.ACCEPTED, Status.RETURNED, Status.CANCELLED},
    Status.ACCEPTED: {Status.HEARING, Status.DECIDED, Status.CLOSED},
    Status.HEARING: {Status.DECIDED, Status.CLOSED},
    Status.DECIDED: {Status.IN_FORCE},
    Status.IN_FORCE: {Status.ENFORCED, Status.CLOSED},
    Status.ENFORCED: {Status.CLOSED},
    Status.RETURNED: set(),
    Status.CANCELLED: set(),
    Status.CLOSED: set(),
}
ROAD = [Status.REGISTERED, Status.ACCEPTED, Status.HEARING, Status.DECIDED, Status.IN_FORCE, Status.ENFORCED]
CLOSED = {Status.RETURNED, Status.CANCELLED, Status.CLOSED}


def obstacles(case: "Case", to: Status) -> Iterator[str]:
    """Reasons, fit to show to a clerk, why the case cannot become `to` now; none if it can."""
    if to not in NEXT[case.status]:
        yield _("A case in the stage “%(status)s” cannot take this step.") % {"status": case.get_status_display()}
        return
    if to == Status.ACCEPTED and not case.judge_id:
        yield _("The judge is not drawn yet.")
    if to == Status.ACCEPTED and not case.duty_settled_on:
        yield _("The state duty is not paid.")
