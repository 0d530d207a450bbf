"""What the papers of enforcement are filled with, in the language of proceedings."""

from typing import Any

from django.utils import translation

from cases.models import Participation
from core import clock, shown
from core.words import date_in_words, money_in_words
from decisions.entering import judgment_of
from documents.fields import add_fields
from enforcement.models import Action, Writ

LANGUAGE = "az"
WRIT = "prints/writ.html"
ACTION = "prints/enforcement_action.html"

add_fields(
    "enforcement_action",
    court="Yasamal rayon İcra şöbəsi",
    number="İ(7)-12/2026",
    heading="Könüllü icra təklifi",
    made_on="2026-cı il dekabrın 25-i",
    writ="e-2(5-155)-4409/2026/1",
    issued_by="Bakı şəhəri Yasamal Rayon Məhkəməsi",
    creditor="Aysel Kamran qızı Rəhimli",
    debtor="Vüqar Tofiq oğlu Əsgərov",
    amount="",
    text="Borcluya qətnaməni könüllü icra etmək təklif olunur.",
    officer="Samir Nəbiyev",
)


def identity(one: Participation) -> str:
    """FİN or VÖEN, as a writ names the person."""
    party = one.party
    return f"FİN {party.fin}" if party.fin else f"VÖEN {party.voen}" if party.voen else ""


def writ_paper(writ: Writ) -> dict[str, Any]:
    """The fields of the writ of execution."""
    case, act = writ.case, judgment_of(writ.case)
    return {
        "court": case.court.name_az,
        "court_address": case.court.address,
        "court_phone": case.court.phone,
        "city": case.court.city,
        "number": case.number,
        "writ_number": writ.number,
        "issued": date_in_words(writ.issued_on),
        "act": act.act_kind.name_az if act else "",
        "act_on": shown.day(case.decided_on),
        "in_force_on": shown.day(case.in_force_on),
        "is_immediate": False,
        **_side("claimant", writ.creditor),
        **_side("debtor", writ.debtor),
        "amount": shown.money(writ.amount),
        "amount_words": money_in_words(writ.amount) if writ.amount else "",
        "account": shown.account(writ.account),
        "present_until": shown.day(writ.present_until),
        "office": writ.office.name_az,
        "operative": writ.demand,
        "judge": str(case.judge or ""),
    }


def _side(name: str, one: Participation) -> dict[str, str]:
    party = one.party
    address = party.actual_address or party.registered_address
    return {name: party.spoken_name, f"{name}_id": identity(one), f"{name}_address": address}


def action_paper(action: Action) -> dict[str, Any]:
    """The fields of the paper of an enforcement action."""
    case, writ = action.case, action.case.writ
    with translation.override(LANGUAGE):
        heading = str(action.get_kind_display())
    return {
        "court": case.office.name_az,
        "court_address": case.office.address,
        "court_phone": case.office.phone,
        "city": case.office.city,
        "number": case.number,
        "heading": heading,
        "made_on": date_in_words(action.on or clock.today()),
        "writ": writ.number,
        "issued_by": writ.case.court.name_az,
        "creditor": writ.creditor.party.spoken_name,
        "debtor": writ.debtor.party.spoken_name,
        "amount": shown.money(action.amount),
        "text": action.text,
        "officer": case.officer.full_name if case.officer else "",
    }
