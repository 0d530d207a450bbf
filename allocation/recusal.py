"""Who decides on the recusal of a judge, and what a vote means: MPM 19–23, no database.

Criminal matters (CPM 109.3), offences (İXM 107–108) and administrative ones (İPM 18–19) name deciders of their own;
their texts were not at hand, so the civil rule is followed there and shown as unverified. So is the rule for a judge
who recuses himself: MPM 22 is read to cover it.
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


def competence(*, seats: int, is_chair: bool, is_only_judge: bool, is_civil: bool, by_self: bool) -> Competence:
    """Who decides on the recusal of one judge: the president, the rest of the panel, or the court of appeal."""
    read = is_civil and not by_self
    if seats > 1:
        return Competence(Decider.PANEL, "MPM 22.3", read)
    if is_chair or is_only_judge:
        return Competence(Decider.APPEAL, "MPM 22.5", read)
    return Competence(Decider.CHAIR, "MPM 22.2", read)


def outcome(decider: str, votes: Sequence[bool], others: int) -> bool | None:
    """Whether the recusal is granted; None while votes are awaited. A tie removes the judge (MPM 22.3)."""
    if decider != Decider.PANEL:
        return votes[0] if votes else None
    if len(votes) < max(others, 1):
        return None
    return 2 * sum(votes) >= len(votes)
