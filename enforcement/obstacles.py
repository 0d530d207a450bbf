"""Why a step of enforcement is not possible now: the same list refuses it and explains the barred button."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from cases.lifecycle import Status
from cases.models import Case
from cases.models.case import Outcome
from core.access import holds
from core.errors import Refused
from decisions.obstacles import signers
from enforcement.models import EnforcementCase, Writ, WritState
from staff.presence import chairs


def refuse(reasons: Iterable[str]) -> None:
    """Raise Refused with every reason, if there is one."""
    found = list(reasons)
    if found:
        raise Refused(*found)


def of_issuing(case: Case) -> Iterator[str]:
    """Why no writ can be issued in this case now."""
    if case.status not in {Status.IN_FORCE, Status.ENFORCED}:
        yield _("The judgment has not entered into force.")
    if case.outcome and case.outcome not in {Outcome.GRANTED, Outcome.PARTLY}:
        yield _("The judgment awards nothing that could be enforced.")


def of_signing(writ: Writ, user: Any) -> Iterator[str]:
    """Why this person cannot sign the writ now."""
    if writ.state != WritState.PREPARED:
        yield _("The writ is “%(state)s”; it cannot be signed.") % {"state": writ.get_state_display()}
    if user not in signers(writ.case) and user.pk not in chairs(writ.case.court):
        yield _("A writ is signed by the judge of the case or the chair of the court.")


def of_sending(writ: Writ) -> Iterator[str]:
    """Why the writ cannot leave for the enforcement office now."""
    if writ.state == WritState.PREPARED:
        yield _("The writ is not signed.")
    elif writ.state != WritState.SIGNED:
        yield _("The writ is “%(state)s”; it cannot be sent.") % {"state": writ.get_state_display()}
    if not writ.office.number_index:
        yield _("The index of this enforcement office in case numbers is not known.")


def of_acting(case: EnforcementCase, user: Any) -> Iterator[str]:
    """Why this person cannot act in the enforcement case now."""
    if not case.is_open:
        yield _("The enforcement case is ended.")
    if case.officer_id is None:
        yield _("No officer is assigned yet.")
    elif case.officer_id != user.pk and not holds(user, "enforcement.assign", case):
        yield _("The case is in the hands of another officer: %(name)s.") % {"name": case.officer}
