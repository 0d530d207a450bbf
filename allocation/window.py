"""What allocation shows on the case page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import publishing, redraw, reserve, ways
from allocation.giving import Reason, Recusal, Resolution, Vacancy, Why
from allocation.models import Draw, Waiting
from allocation.why import why_here
from allocation.window_confirming import checked
from cases.models import Case
from cases.seats import reserve_seat
from cases.timeline import words
from cases.window_registry import Act, Tab, act, tab


def draw_tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The draws of the case, newest first, each with its sentence; why it waits when it does."""
    draws = list(Draw.objects.filter(dossier=case.pk).select_related("log__court").order_by("-attempt"))
    names = publishing.names_of(draws)
    of_reserve = set(Vacancy.objects.filter(case=case, is_reserve=True).values_list("filled_by", flat=True))
    shown = [
        {
            "draw": draw,
            "is_reserve": draw.pk in of_reserve,
            "sentence": why_here(draw, case),
            "seats": publishing.picture(draw, names) if draw.is_public and draw.tickets else [],
        }
        for draw in draws
    ]
    return {
        "draws": shown,
        "waiting": Waiting.objects.filter(dossier=case.pk).first(),
        "resolutions": Resolution.objects.filter(case=case).select_related("asked_by").order_by("-pk"),
        "recusals": Recusal.objects.filter(case=case).select_related("judge__user"),
        **checked(case, draws),
    }


@words("allocation.drawn")
def _drawn(data: dict[str, Any]) -> str:
    return _("from %(count)s candidates, draw %(draw)s") % {"count": data.get("candidates"), "draw": data.get("draw")}


@words("allocation.kept_by_rule")
def _kept(data: dict[str, Any]) -> str:
    return f"{Reason(data['reason']).label}: {data['earlier']}" if data.get("reason") else ""


@words("cases.judge_left")
def _left(data: dict[str, Any]) -> str:
    return f"{data.get('name', '')}, {Why(data['why']).label}" if "why" in data else str(data.get("name", ""))


@words("allocation.resolution_asked")
def _asked(data: dict[str, Any]) -> str:
    return f"{', '.join(data.get('judges', []))}, {Reason(data['reason']).label}"


@words("allocation.recusal_filed")
@words("allocation.recusal_granted")
@words("allocation.recusal_refused")
def _recusal(data: dict[str, Any]) -> str:
    return ", ".join(part for part in (data.get("name", ""), data.get("party", "")) if part)


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
        "resolve",
        gettext_lazy("Give by resolution"),
        "allocation:resolve",
        "allocation.resolve",
        16,
        applies=lambda case: case.judge_id is None and case.is_open and not case.is_imported,
        obstacles=ways.obstacles,
        icon="user-pen",
    )
)
act(
    Act(
        "recuse",
        gettext_lazy("Recusal of a judge"),
        "allocation:recuse",
        "allocation.recuse",
        70,
        applies=redraw.may_be_moved,
        icon="user-minus",
    )
)
act(
    Act(
        "ask_reserve",
        gettext_lazy("Ask for a reserve judge"),
        "allocation:ask_reserve",
        "allocation.ask_reserve",
        65,
        applies=lambda case: reserve.is_heard_by_three(case) and reserve.may_be_asked(case),
        obstacles=reserve.obstacles,
        icon="user-plus",
    )
)
act(
    Act(
        "seat_reserve",
        gettext_lazy("Give the reserve judge a seat"),
        "allocation:seat_reserve",
        "allocation.seat_reserve",
        66,
        applies=lambda case: reserve_seat(case) is not None and case.is_open,
        obstacles=reserve.seating_obstacles,
        icon="user-check",
    )
)
