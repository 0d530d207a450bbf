"""What a person typed or scanned: a number, a code, a FIN or a name; found among what that person may see."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from accounts.access import scope
from cases.models import Case, Participation
from core import identifiers
from core.access import holds
from core.fields import field_visible
from documents.forms import code_of
from documents.models import CODE_LETTERS, Document

ROWS = 50
LEAST_LETTERS = 2
_ADDRESS = re.compile(r"^https?://[^/]+/verify/(?P<code>[^/?#]+)/?")
_SEQUENCE = re.compile(r"^(?:.*[-\N{EN DASH}])?(?P<sequence>\d{1,9})(?:/(?P<year>\d{4}|\d{2})?)?$")
_VOEN = re.compile(r"\d{10}")
_CODE = re.compile(rf"[{CODE_LETTERS}]{{12}}")
_DASHES = str.maketrans({"\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{MINUS SIGN}": "-", "\N{NON-BREAKING HYPHEN}": "-"})


@dataclass
class Found:
    """What the words led to: the one thing they name, or rows to choose from."""

    exact: Any = None
    cases: list[Case] = field(default_factory=list)
    has_more: bool = False


def find(user: Any, words: str) -> Found:
    """The case or paper that the words name wholly; else cases by a part of the number, by FIN, VÖEN or name."""
    words = " ".join(words.split())[:200]
    exact = _named(user, words) if words else None
    if exact is not None:
        return Found(exact=exact)
    rows = _cases_like(user, words)
    if rows is None:
        return Found()
    # Which first, then what they show: a name is looked up before anything is joined to the cases.
    found = list(rows.order_by("-registered_at", "-pk").values_list("pk", flat=True)[: ROWS + 1])
    cases = list(Case.objects.filter(pk__in=found[:ROWS]).for_docket().order_by("-registered_at", "-pk"))
    _say_who(cases, words)
    return Found(cases=cases, has_more=len(found) > ROWS)


def _say_who(cases: list[Case], words: str) -> None:
    """Give each case `met`: who is called so there, where the line of its parties does not say it."""
    known = {case.pk: case for case in cases}
    for case in cases:
        case.met = []  # type: ignore[attr-defined]
    if not cases or any(sign.isdigit() for sign in words):
        return
    named = Participation.objects.named(words, {case.court_id for case in cases}).filter(case__in=known)
    for one in named.select_related("party", "role").order_by("pk"):
        if one.party.short_name not in known[one.case_id].parties_line:
            known[one.case_id].met.append(one)  # type: ignore[attr-defined]


def _named(user: Any, words: str) -> Any:
    """A case by its whole number, as it is scanned from a register card, or a paper by its code."""
    number = words.translate(_DASHES).replace(" ", "")
    wholes = [number, f"e-{number}", number.lower()]
    cases = list(Case.objects.visible_to(user, "cases.view").filter(number__in=wholes)[:2]) if "/" in number else []
    if len(cases) == 1:
        return cases[0]
    scanned = _ADDRESS.match(words)
    code = code_of(scanned["code"] if scanned else words)
    if not _CODE.fullmatch(code) or not holds(user, "documents.view"):
        return None
    return Document.objects.visible_to(user, "documents.view").filter(code=code).first()


def _cases_like(user: Any, words: str) -> Any:
    cases = Case.objects.visible_to(user, "cases.view")
    plain = words.translate(_DASHES).replace(" ", "")
    if _VOEN.fullmatch(plain):
        return _of_party(cases, party__voen=plain)
    number = _SEQUENCE.match(plain)
    found = _by_sequence(cases, number) if number else None
    if (fin := _fin(words)) and field_visible(user, "parties.fin"):
        by_fin = _of_party(cases, party__fin=fin) & Case.objects.visible_to(user, "parties.fin")
        found = found | by_fin if found is not None else by_fin
        # Seven letters without a figure may be a name as well.
        return found if any(sign.isdigit() for sign in fin) else found | _by_name(user, cases, words)
    if found is not None:
        return found
    return _by_name(user, cases, words) if len(words) >= LEAST_LETTERS else None


def _by_sequence(cases: Any, part: re.Match[str]) -> Any:
    """4409, 4409/2026, or the tail of a whole number."""
    found = cases.filter(sequence=int(part["sequence"]))
    if year := part["year"]:
        found = found.filter(year=int(year) if len(year) == 4 else 2000 + int(year))
    return found


def _of_party(cases: Any, **wanted: Any) -> Any:
    return cases.filter(pk__in=Participation.objects.filter(**wanted).values("case"))


def _by_name(user: Any, cases: Any, words: str) -> Any:
    """By every word of the name in any order, as it is spoken or as the register writes it, in the user's courts."""
    courts, apart = scope(user, "cases.view") or ([], [])
    if not courts:
        return cases.none()
    # Few cases are open beside those of the courts (a team's): their courts are asked too, in these cases alone.
    beside = set(Case.objects.filter(pk__in=apart).values_list("court", flat=True)) if apart else set()
    named = Participation.objects.named(words, {*courts, *beside})
    return cases.filter(pk__in=named.values("case"))


def _fin(words: str) -> str:
    try:
        return identifiers.fin(words)
    except ValidationError:
        return ""
