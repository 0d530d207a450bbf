"""What the case page shows of category and weight: whether a second person looked at them, and what was corrected."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import corrections
from allocation.complexity import Level
from allocation.models import CategoryCheck, Correction, Draw
from allocation.models_corrections import CheckState
from allocation.rules import hundredths
from cases.models import Case
from cases.timeline import words
from cases.window_registry import Act, act
from core.prepared import prepared


def checked(case: Case, draws: Sequence[Draw]) -> dict[str, Any]:
    """Weight, complexity and the second person, beside the draws (newest first) of the case."""
    check = CategoryCheck.objects.filter(pk=case.pk).select_related("decided_by").first()
    weight = hundredths(draws[0].weight if draws else case.weight)
    return {"check": check, "weight": weight, "level": corrections.level_of(case).label}


def waits(case: Case) -> bool:
    """Whether category and weight of the case wait for a second person."""
    return case.is_open and not case.is_imported and bool(_waiting(case.pk))


@prepared
def _waiting(case: Any) -> "QuerySet[CategoryCheck]":
    return CategoryCheck.objects.filter(pk=case, state=CheckState.WAITING).only("pk", "registered_by")


def barred(case: Case) -> Iterator[str]:
    """Why nobody can confirm now."""
    if Correction.objects.of_case(case.pk).waiting().exists():
        yield _("A correction was asked for; it is answered first.")


def barred_to(user: Any, case: Case) -> Iterator[str]:
    """Why this person cannot confirm: another one than who registered the case looks at it."""
    if any(check.registered_by_id == user.pk for check in _waiting(case.pk)):
        yield _("You registered this case; another person confirms its category and weight.")


@words("cases.corrected")
@words("allocation.correction_asked")
def _corrected(data: dict[str, Any]) -> str:
    if not (changed := _changed(data)):
        return ""
    text = f"{changed}: {data.get('reason', '')}"
    asked = _("asked by %(first)s") % {"first": data.get("asked_by")}
    return f"{text} ({asked})" if data.get("asked_by") else text


def _changed(data: dict[str, Any]) -> str:
    """What a correction changes: category, complexity."""
    parts = []
    if "category" in data:
        old, new = data["category"]
        parts.append(_("category %(old)s became %(new)s") % {"old": old, "new": new})
    if "level" in data:
        old, new = (Level(level).label for level in data["level"])
        parts.append(_("complexity %(old)s became %(new)s") % {"old": old, "new": new})
    return ", ".join(parts)


@words("allocation.category_confirmed")
def _confirmed(data: dict[str, Any]) -> str:
    return _("category %(category)s, weight %(weight)s") % {
        "category": data.get("category", ""),
        "weight": hundredths(data.get("weight")),
    }


@words("allocation.correction_refused")
def _refused(data: dict[str, Any]) -> str:
    return str(data.get("answer", ""))


act(
    Act(
        "confirm_category",
        gettext_lazy("Confirm category and weight"),
        "allocation:confirm_category",
        "allocation.confirm_category",
        17,
        applies=waits,
        obstacles=barred,
        barred_to=barred_to,
        icon="badge-check",
    )
)
act(
    Act(
        "correct",
        gettext_lazy("Correct category or complexity"),
        "allocation:correct",
        "cases.correct",
        70,
        applies=lambda case: case.drawn_at is not None and case.is_open and not case.is_imported,
        icon="pencil",
    )
)
