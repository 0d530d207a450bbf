"""What a draft begins with and what its paper is filled with, in the language of proceedings."""

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import Case, Participation
from cases.telling import people_of
from core import azerbaijani, clock
from core.words import date_in_words, decline
from decisions.models import PARTS, Act
from decisions.obstacles import signers
from hearings.models import Protocol

LANGUAGE = "az"
BY_PAPERS = "prints/ruling.html"
IN_FULL = "prints/judgment.html"
# MPM 360 and 268.1: how the last words of the act name the way of complaint.
APPEAL = "Qətnamədən rəsmi verildiyi gündən bir ay müddətində apellyasiya şikayəti verilə bilər (MPM 360)."
COMPLAINT = "Qərardaddan qanunda nəzərdə tutulmuş hallarda on gün müddətində şikayət verilə bilər (MPM 268.1)."


def clerk_name(case: Case) -> str:
    """The clerk who kept the protocol of the last hearing."""
    kept = Protocol.objects.filter(hearing__case=case).exclude(clerk=None).select_related("clerk")
    last = kept.order_by("-hearing__starts_at").first()
    return last.clerk.full_name if last and last.clerk else ""


def introduction(case: Case) -> str:
    """The introductory part, from what the case knows: court, judges, clerk, parties, subject (MPM 220.3)."""
    sides: dict[str, list[Participation]] = {}
    for one in people_of(case):
        sides.setdefault(one.role.side, []).append(one)
    return render_to_string(
        "decisions/introduction.txt",
        {
            "court": case.court.name_az,
            "judges": ", ".join(user.full_name for user in signers(case)),
            "clerk": clerk_name(case),
            "claimants": _names(sides.get("claimant", []), "genitive"),
            "respondents": _names(sides.get("respondent", []), "dative"),
            "subject": (case.claim_text or case.category.name_az).strip().rstrip("."),
            "group": case.kind.name_az,
        },
    ).strip()


def _names(people: list[Participation], case: str) -> str:
    """`iddiaçı Aysel Kamran qızı Rəhimlinin`: all names, the last one declined."""
    names = [f"{azerbaijani.lower(one.role.name_az)} {one.party.spoken_name}" for one in people]
    return ", ".join([*names[:-1], decline(names[-1], case)]) if names else ""


def template_of(act: Act) -> str:
    """The page on which this kind of act is printed."""
    return IN_FULL if act.is_final else BY_PAPERS


def paper(act: Act, day: dt.date | None = None) -> dict[str, Any]:
    """What the paper of the act is filled with."""
    case = act.case
    with translation.override(LANGUAGE):
        bench = [[_("Presiding judge") if turn == 0 else _("Judge"), user.full_name] for turn, user in _seated(case)]
        clerk = clerk_name(case)
        bench += [[_("Secretary of the hearing"), clerk]] if clerk else []
    return {
        "court": case.court.name_az,
        "court_address": case.court.address,
        "court_phone": case.court.phone,
        "city": case.court.city,
        "number": case.number,
        "heading": act.act_kind.heading.rpartition("|")[2].strip(),
        "pronounced": date_in_words(act.pronounced_on or day or clock.today()),
        "bench": bench,
        "parties": [[one.role.name_az, one.party.spoken_name] for one in people_of(case)],
        "subject": case.claim_text or case.category.name_az,
        "decides": "",
        "appeal": APPEAL if act.is_final else COMPLAINT,
    } | {part: getattr(act, part) for part in PARTS}


def _seated(case: Case) -> list[tuple[int, Any]]:
    return list(enumerate(signers(case)))
