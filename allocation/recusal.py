"""Who decides on the recusal of a judge, and what a vote means: MPM 19–23, CPM 109; no database.

The codes of civil and of criminal procedure were read (August 2025). The administrative code (İPM 18–19) names grounds
but no decider, and the code of offences (İXM 107–108) was not read: the civil rule is followed there and shown as
unverified. So is the civil rule for a judge who recuses himself: MPM 22 is read to cover it, CPM 109.3 says it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

# MPM 19.1: why a judge may not sit.
GROUNDS: list[tuple[str, Any]] = [
    ("not-appointed", _("is not lawfully a judge of this case")),
    ("took-part", _("took part in the case before")),
    ("representative", _("was representative, witness, expert or clerk in it")),
    ("mediator", _("was mediator in it")),
    ("relative", _("is a relative of a participant")),
    ("interested", _("is interested in the outcome, or gives ground for doubt")),
]
# Kinds of proceedings in which the civil code itself rules.
CIVIL = {"civil", "commercial", "mulki", "kommersiya"}
# Those in which the code of criminal procedure rules.
CRIMINAL = {"criminal", "cinayet"}


class Decider(models.TextChoices):
    CHAIR = "chair", _("Chair of the court")
    PANEL = "panel", _("The other judges of the panel")
    APPEAL = "appeal", _("Court of appeal")


@dataclass(frozen=True)
class Competence:
    """Who decides, by which article, and whether its text was read for this kind of case."""

    decider: Decider
    article: str
    is_verified: bool


def competence(
    *,
    seats: int,
    is_chair: bool,
    is_only_judge: bool,
    by_self: bool,
    is_civil: bool = False,
    is_criminal: bool = False,
    is_first_instance: bool = True,
    others_moved: int = 0,
) -> Competence:
    """Who decides on the recusal of one judge: the president, the rest of the panel, or the court of appeal.

    `others_moved`: how many others of the panel are recused in the same case and not decided on yet.
    """
    if is_criminal:
        return _criminal(seats, others_moved, is_alone=is_chair or is_only_judge, is_first=is_first_instance)
    read = is_civil and not by_self
    if seats > 1:
        is_many = others_moved and not is_first_instance
        return Competence(Decider.CHAIR if is_many else Decider.PANEL, "MPM 22.3", read)
    if is_chair or is_only_judge:
        return Competence(Decider.APPEAL, "MPM 22.5", read)
    return Competence(Decider.CHAIR, "MPM 22.2", read)


def _criminal(seats: int, others_moved: int, *, is_alone: bool, is_first: bool) -> Competence:
    """CPM 109.3, for a judge's own recusal and for one moved by others alike."""
    if seats > 1 and others_moved:
        return Competence(Decider.APPEAL, "CPM 109.3.3", True) if is_first else Competence(
            Decider.CHAIR, "CPM 109.3.4", True
        )  # fmt: skip
    if seats > 1:
        return Competence(Decider.PANEL, "CPM 109.3.2", True)
    if is_alone:
        return Competence(Decider.APPEAL, "CPM 109.3.3", True)
    return Competence(Decider.CHAIR, "CPM 109.3.1", True)


def outcome(decider: str, votes: Sequence[bool], others: int) -> bool | None:
    """Whether the recusal is granted; None while votes are awaited. A tie removes the judge (MPM 22.3, CPM 109.4)."""
    if decider != Decider.PANEL:
        return votes[0] if votes else None
    if len(votes) < max(others, 1):
        return None
    return 2 * sum(votes) >= len(votes)
