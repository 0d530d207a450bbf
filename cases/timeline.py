"""The journal of a case as people read it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.events import TERM_PASSED
from cases.models import Case
from core import shown
from core.access import holds
from core.components import Day, Said, by_day
from core.prepared import prepared
from documents.models import Document
from journal.models import Entry
from reference.models import Term

# Higher apps add how their own events read: event code → fn(data) → words.
WORDS: dict[str, Callable[[dict[str, Any]], str]] = {}
# Facts that a person without the field right must not read on the timeline either: key of the data → right.
GUARDED = {"price": "cases.claim_price", "amount": "cases.claim_price"}
NEWEST = 200
PAPER = "documents.document"


def words(code: str) -> Callable[[Callable[[dict[str, Any]], str]], Callable[[dict[str, Any]], str]]:
    """Declare how the event's data are said in one sentence."""

    def declare(say: Callable[[dict[str, Any]], str]) -> Callable[[dict[str, Any]], str]:
        WORDS[code] = say
        return say

    return declare


def timeline(user: Any, case: Case) -> list[Day]:
    """Entries of the case by day, newest first, without the facts that the person may not see."""
    hidden = {key for key, right in GUARDED.items() if not holds(user, right, case)}
    entries = _newest(case.pk, case.dossier.opened_at)
    names = _names(entries) if holds(user, "documents.view", case) else _names(entries, papers=False)
    return by_day(_said(entry, hidden, names) for entry in entries)


@prepared
def _newest(dossier: Any, since: Any) -> "QuerySet[Entry]":
    return Entry.objects.for_dossier(dossier, since).with_leaf()[:NEWEST]


def _names(entries: list[Entry], *, papers: bool = True) -> dict[tuple[str, str], str]:
    """What terms and papers are called, that an entry names by code or key alone; one query for each sort."""
    terms = {(entry.data or {}).get("term", "") for entry in entries if entry.event == TERM_PASSED.code}
    keys = {entry.subject_id for entry in entries if entry.subject_kind == PAPER} if papers else set()
    found = {(TERM_PASSED.code, term.code): term.name for term in Term.objects.filter(code__in=terms)} if terms else {}
    titles = Document.objects.filter(pk__in=keys).values_list("pk", "title") if keys else []
    return found | {(PAPER, str(pk)): title for pk, title in titles}


def _said(entry: Any, hidden: set[str], names: dict[tuple[str, str], str]) -> Said:
    data = {key: value for key, value in (entry.data or {}).items() if key not in hidden}
    more = WORDS[entry.event](data) if entry.event in WORDS else ""
    more = more or names.get((entry.event, str(data.get("term"))), "") or names.get((PAPER, entry.subject_id), "")
    return Said(entry.at, f"{entry.title}: {more}" if more else entry.title, entry.actor, entry.icon, entry.leaf)


@words("cases.registered")
def _registered(data: dict[str, Any]) -> str:
    price = data.get("price")
    return f"{data['number']}, {shown.money(price)}" if price else str(data["number"])


@words("cases.judge_assigned")
def _assigned(data: dict[str, Any]) -> str:
    names = ", ".join(data.get("names", []))
    return _("%(names)s, reserve judge") % {"names": names} if data.get("reserve") else names


@words("cases.reserve_seated")
def _reserve_seated(data: dict[str, Any]) -> str:
    before = _("instead of %(judge)s; the trial goes on (CPM 308.2)") % {"judge": data.get("judge_before", "")}
    return f"{data.get('name', '')}, {before}"


@words("cases.accepted")
def _accepted(data: dict[str, Any]) -> str:
    return _("five days passed without an answer (MPM 151.3)") if data.get("by_law") else ""


@words("cases.secrecy_ended")
@words("cases.cancelled")
def _cancelled(data: dict[str, Any]) -> str:
    return str(data.get("ground", ""))


@words("cases.duty_settled")
def _settled(data: dict[str, Any]) -> str:
    amount = data.get("amount")
    return f"{shown.money(amount)}, {data.get('ground', '')}" if amount else str(data.get("ground", ""))


@words("cases.served")
def _served(data: dict[str, Any]) -> str:
    return f"{data.get('name', '')}, {data.get('title', '')}".strip(", ")
