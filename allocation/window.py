"""What allocation shows on the case page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import publishing
from allocation.models import Draw, Waiting
from cases.models import Case
from cases.timeline import words
from cases.window_registry import Act, Tab, act, tab


def draw_tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The draws of the case, newest first, each with its sentence; why it waits when it does."""
    draws = Draw.objects.filter(dossier=case.pk).select_related("log__court").order_by("-attempt")
    shown = [
        {
            "draw": draw,
            "sentence": publishing.sentence(draw),
            "seats": publishing.picture(draw) if draw.is_public else [],
        }
        for draw in draws
    ]
    return {"draws": shown, "waiting": Waiting.objects.filter(dossier=case.pk).first()}


@words("cases.corrected")
def _corrected(data: dict[str, Any]) -> str:
    if "category" not in data:
        return ""
    old, new = data["category"]
    facts = {"old": old, "new": new, "reason": data.get("reason", ""), "first": data.get("asked_by", "")}
    return _("category %(old)s became %(new)s: %(reason)s (asked by %(first)s)") % facts


@words("allocation.drawn")
def _drawn(data: dict[str, Any]) -> str:
    return _("from %(count)s candidates, draw %(draw)s") % {"count": data.get("candidates"), "draw": data.get("draw")}


tab(Tab("draw", gettext_lazy("Draw"), 40, "allocation/tab_draw.html", draw_tab, "allocation.view"))
act(
    Act(
        "draw",
        gettext_lazy("Draw the judge now"),
        "allocation:draw",
        "allocation.draw",
        15,
        applies=lambda case: case.judge_id is None and case.is_open and not case.is_imported,
        icon="shuffle",
        is_post=True,
    )
)
act(
    Act(
        "correct",
        gettext_lazy("Correct the category"),
        "allocation:correct",
        "cases.correct",
        70,
        applies=lambda case: case.drawn_at is not None and case.is_open and not case.is_imported,
        icon="pencil",
    )
)
