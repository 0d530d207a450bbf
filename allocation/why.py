"""Why a case came to this judge, in one sentence for those who work on it; `publishing.sentence` is the public one."""

from typing import Any

from django.utils.translation import gettext as _

from allocation import events, publishing
from allocation.actions import matter_form
from allocation.drawing import eligible, roster_of
from allocation.giving import Reason, Resolution
from allocation.levers import DUTY
from allocation.models import CHANCED, Draw, State, Way
from allocation.publishing import entry_of
from cases.models import Case
from journal.models import Entry


def why_here(draw: Draw, case: Case) -> str:
    """The sentence with its numbers; tickets stand in it, as for everybody, from the close of the day."""
    if draw.state == State.DONE and draw.way in CHANCED:
        return _drawn(draw)
    if draw.way == Way.MANUAL:
        return _by_rule(draw, case) if publishing.is_by_rule(draw) else _by_resolution(draw)
    if draw.way == Way.SEQUENTIAL and draw.pool.endswith(f"/{DUTY}"):
        entry = {"entry": entry_of(draw)["list"]}
        return _("By the list of duty, not drawn: the next on the list of entry %(entry)d of the log.") % entry
    return publishing.sentence(draw)


def _drawn(draw: Draw) -> str:
    roster = roster_of(matter_form(draw))
    facts: dict[str, Any] = {"able": len(eligible(roster)), "all": len(roster), "pool": draw.pool}
    drawn = _("Drawn at random among %(able)d of the %(all)d judges of the pool %(pool)s.") % facts
    if draw.batch_id:
        drawn += " " + _("One record drew all undecided cases of the judge who left; loads moved from case to case.")
    if not draw.is_public:
        return drawn
    judge, held = draw.judges[0], draw.tickets[0]
    tickets = {"judge": judge, "held": held[judge], "sum": sum(held.values())}
    held_words = _("%(judge)s held %(held)d of %(sum)d tickets.") % tickets
    return f"{drawn} {held_words}"


def _by_rule(draw: Draw, case: Case) -> str:
    """As the law has it for a claim filed again, or beside one that is pending."""
    kept = Entry.objects.filter(event=events.KEPT_BY_RULE.code).for_dossier(case.pk, case.dossier.opened_at).first()
    earlier = {"earlier": (kept.data or {}).get("earlier", "–") if kept else "–"}
    if entry_of(draw)["reason"] == Reason.REFILED:
        return _("By rule, not drawn: the claim of case %(earlier)s was filed again within twelve months.") % earlier
    return _("By rule, not drawn: case %(earlier)s between the same parties is before this judge.") % earlier


def _by_resolution(draw: Draw) -> str:
    asked = Resolution.objects.filter(draw=draw).select_related("asked_by", "answered_by").first()
    if asked is None:
        return publishing.sentence(draw)
    facts = {"first": asked.asked_by, "second": asked.answered_by, "reason": asked.get_reason_display()}
    return _("By resolution of %(first)s and %(second)s, not drawn. Reason: %(reason)s.") % facts
