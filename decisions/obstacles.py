"""Why an act cannot be signed yet: the same list refuses the step and explains the barred button."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cases import lifecycle
from cases.lifecycle import Status
from cases.models import Case
from cases.models.case import Outcome
from cases.service import track_of
from decisions.models import Act
from hearings.models import Hearing, Kind, State

# The part of the book of act kinds → our field.
FIELD_OF = {"giriş": "intro", "təsviri": "facts", "nəticə": "operative", "nəticəvi": "operative"}
# On these tracks the court decides by the papers.
WITHOUT_HEARING = {"small", "order"}


def parts_of(act: Act) -> list[str]:
    """The fields that an act of this kind must fill (MPM 220.2, 264)."""
    names = [FIELD_OF.get(part, "reasons") for part in act.act_kind.parts]
    return names or ["intro", "operative"]


def obstacles(act: Act) -> Iterator[str]:
    """Reasons, fit to show to a judge, why the act cannot be signed now."""
    for part in parts_of(act):
        if not getattr(act, part).strip():
            name: Any = act._meta.get_field(part)
            yield _("The %(part)s is empty.") % {"part": name.verbose_name}
    if act.is_final and act.is_open:
        yield from _of_final(act)


def _of_final(act: Act) -> Iterator[str]:
    yield from lifecycle.obstacles(act.case, Status.DECIDED)
    if not act.outcome:
        yield _("The outcome is not chosen.")
    if track_of(act.case) not in WITHOUT_HEARING and not _was_heard(act.case):
        yield _("No hearing on the merits was held.")
    if _owes_sums(act):
        yield _("The sums awarded are not entered: debt, interest, loss and penalty apart (MPM 222.2).")


def _was_heard(case: Case) -> bool:
    return Hearing.objects.filter(case=case, kind=Kind.MAIN, sitting__state=State.ENDED).exists()


def _owes_sums(act: Act) -> bool:
    grants = act.outcome in {Outcome.GRANTED, Outcome.PARTLY}
    return bool(grants and act.case.claim_price and not act.awarded and not act.awards_no_money)


def signers(case: Case) -> list[User]:
    """The judges who sign: all who decide the case, the reporter first (MPM 221)."""
    seats = case.seats.deciding().select_related("judge__user")
    return [seat.judge.user for seat in seats] or ([case.judge.user] if case.judge else [])


def obstacles_for(act: Act, user: Any) -> Iterator[str]:
    """Why this person cannot sign the act now."""
    if act.is_signed:
        yield _("The act is signed.")
        return
    yield from obstacles(act)
    if user not in signers(act.case):
        yield _("Only the judges of the case sign its acts.")
