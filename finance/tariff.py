"""The state duty by articles 8 and 9 of the law on state duty: pure, from the rates in force and the facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

LAW = "Dövlət rüsumu haqqında Qanun"
COIN = Decimal("0.01")
# What a kind of case pays as; kinds that are not here pay as claims.
PAYS_AS = {
    "order": "order", "special": "special", "protection-order": "special", "travel-ban-tax": "special",
    "mediation-settlement": "special", "arbitration-assist": "arbitration", "foreign-judgment": "special",
}  # fmt: skip
# Kinds for which article 8 sets no duty.
FREE = {
    "criminal", "criminal-military", "private-prosecution", "juvenile", "judicial-control", "judgment-execution",
    "admin-offence", "admin-offence-complaint", "civil-material", "court-commission",
}  # fmt: skip
# Kinds that a court of appeal hears in the first instance (İPM 3.2).
FIRST_AT_APPEAL = {"election", "central-bank"}
# Categories whose claimants pay nothing (article 9). Not here: what an employer or a payer of alimony may claim.
EXEMPT_CATEGORIES = {
    "ex-alimony": "fam.alimony_child fam.alimony_adult fam.alimony_parent fam.alimony_spouse order.4",
    "ex-labour": "labour.reinstate labour.wage labour.absence_pay labour.discipline labour.injury labour.leave "
    "labour.contract labour.other",
    "ex-injury": "delict.health delict.breadwinner",
    "ex-unlawful": "delict.state",
    "ex-consumer": "consumer consumer.utility",
    "ex-ip": "ip",
    "ex-social": "admsub.social",
}
_EXEMPTION_OF = {category: code for code, listed in EXEMPT_CATEGORIES.items() for category in listed.split()}
# What the registration page calls an exemption.
ALIASES = {"victim": "ex-crime"}


class Rate(Protocol):
    """One line of the table of rates; a row of reference.DutyRate is one."""

    code: str
    kind: str
    claim_from: Decimal | None
    claim_to: Decimal | None
    fixed: Decimal | None
    percent: Decimal | None
    percent_over: Decimal | None
    maximum: Decimal | None
    service_code: str
    legal_basis: str
    is_verified: bool


@dataclass(frozen=True)
class Facts:
    """What the duty hangs on; `kind` is a kind of the table of rates: see `duty_kind`."""

    kind: str = "claim"
    price: Decimal | None = None
    is_dwelling: bool = False
    exemption: str = ""
    is_natural: bool = True
    is_first_electronic: bool = False
    # Which line, where the kind has several flat ones (arbitration); how many pages, for copies.
    code: str = ""
    pages: int = 1


@dataclass(frozen=True)
class Line:
    """One step of the reckoning: words for the person at the desk, and the sum it adds."""

    text: Any
    params: dict[str, Any]
    amount: Decimal

    def __str__(self) -> str:
        return str(self.text) % self.params


@dataclass(frozen=True)
class Duty:
    """What is owed in AZN, how it came about, by which article, under which treasury service code."""

    amount: Decimal
    lines: list[Line] = field(default_factory=list)
    article: str = ""
    service_code: str = ""
    is_verified: bool = True


class NeedsGround(Exception):
    """The table does not know the amount: a person says the sum and its ground; nothing is guessed."""

    def __init__(self, article: str = "", service_code: str = "") -> None:
        self.article = article
        self.service_code = service_code
        super().__init__(str(_("The law's amount is not known here. Give the sum and its ground.")))


def duty_kind(case_kind: str, instance: int = 1) -> str:
    """The kind of the table under which such a case pays in a court of this instance; empty: it pays nothing."""
    if case_kind in FREE:
        return ""
    if instance > 1 and case_kind not in FIRST_AT_APPEAL:
        return "appeal_cassation"
    return PAYS_AS.get(case_kind, "claim")


def exemption_of_category(category: str) -> str:
    """The exemption that the category itself gives its claimants (article 9), or nothing."""
    return _EXEMPTION_OF.get(category, "")


def duty(facts: Facts, rates: Iterable[Rate]) -> Duty:
    """The duty by the rates in force; raises NeedsGround where the table has no amount."""
    table = list(rates)
    if not facts.kind:
        return Duty(Decimal(0), [Line(_("No duty is set for this kind of case"), {}, Decimal(0))], f"{LAW} 8")
    if facts.exemption:
        return _exempt(facts, table)
    rate = _rate(facts, table)
    found = _by_rate(rate, facts)
    if facts.is_first_electronic and facts.is_natural and facts.kind == "claim":
        found = _relieved(found, table)
    return found


def _exempt(facts: Facts, table: Sequence[Rate]) -> Duty:
    code = ALIASES.get(facts.exemption, facts.exemption)
    for rate in table:
        if rate.kind == "exemption" and rate.code in {code, f"ex-{code}"}:
            line = Line(_("Exempt by %(article)s"), {"article": rate.legal_basis}, Decimal(0))
            return Duty(Decimal(0), [line], rate.legal_basis, "", rate.is_verified)
    raise NeedsGround(f"{LAW} 9")


def _rate(facts: Facts, table: Sequence[Rate]) -> Rate:
    """The line of the table that the facts fall under."""
    lines = [rate for rate in table if rate.kind == facts.kind]
    if facts.code:
        lines = [rate for rate in lines if rate.code == facts.code]
    if facts.is_dwelling and (dwelling := [rate for rate in lines if rate.code.endswith("-dwelling")]):
        return dwelling[0]
    tiers = [rate for rate in lines if rate.claim_from is not None]
    flat = [rate for rate in lines if rate.claim_from is None and not rate.code.endswith("-dwelling")]
    found = [rate for rate in tiers if _holds(rate, facts.price)] if facts.price is not None and tiers else flat
    if len(found) != 1:
        raise NeedsGround(lines[0].legal_basis if lines else "", lines[0].service_code if lines else "")
    return found[0]


def _holds(rate: Rate, price: Decimal | None) -> bool:
    """Whether the price lies in the tier: over its lower bound, up to and with its upper one (8.1)."""
    if price is None or rate.claim_from is None or price < 0:
        return False
    over = price > rate.claim_from or rate.claim_from == 0
    return over and (rate.claim_to is None or price <= rate.claim_to)


def _whole(amount: Decimal | None) -> str:
    """A bound of the table in whole manat, thousands apart."""
    return f"{amount or 0:,.0f}".replace(",", "\N{NO-BREAK SPACE}")


def _by_rate(rate: Rate, facts: Facts) -> Duty:
    if rate.fixed is None:
        raise NeedsGround(rate.legal_basis, rate.service_code)
    pages = facts.pages if facts.kind == "copy" else 1
    fixed = rate.fixed * pages
    lines = [Line(_("Fixed sum"), {}, fixed)]
    if rate.percent and facts.price is not None:
        over = facts.price - (rate.percent_over or 0)
        part = _exact(over * rate.percent / 100)
        told = {"percent": f"{rate.percent.normalize():f}".replace(".", ","), "over": _whole(rate.percent_over)}
        lines.append(Line(_("%(percent)s %% of what is over %(over)s AZN"), told, part))
    total = _exact(sum((line.amount for line in lines), Decimal(0)))
    if rate.maximum is not None and total > rate.maximum:
        lines.append(Line(_("Not more than %(maximum)s AZN"), {"maximum": _whole(rate.maximum)}, rate.maximum - total))
        total = rate.maximum
    return Duty(total, lines, rate.legal_basis, rate.service_code, rate.is_verified)


def _relieved(found: Duty, table: Sequence[Rate]) -> Duty:
    """A natural person's first claim through the e-court: 10 per cent less, since 15 January 2024."""
    for rate in table:
        if rate.kind == "discount" and rate.percent is not None:
            less = _exact(found.amount * rate.percent / 100)
            told = {"percent": f"{abs(rate.percent).normalize():f}"}
            line = Line(_("First electronic filing: %(percent)s %% less"), told, less)
            article = f"{found.article}; {rate.legal_basis}"
            known = found.is_verified and rate.is_verified
            return Duty(found.amount + less, [*found.lines, line], article, found.service_code, known)
    return found


def _exact(amount: Decimal) -> Decimal:
    return amount.quantize(COIN, ROUND_HALF_UP)
