"""Prices of claims and their duty, by the tiers of the law on state duty (8.1) that data/state_duty.csv holds."""

import random
from decimal import Decimal

QEPIK = Decimal("0.01")
TIERS = ((100_000, 390, "0.001"), (10_000, 120, "0.003"), (1_000, 30, "0.01"))
WITHOUT_PRICE = {
    "special",
    "criminal",
    "admin-offence",
    "judicial-control",
    "admin-offence-complaint",
    "civil-material",
}
ARTICLE = "Dövlət rüsumu haqqında Qanun 8.1"


def price(kind: str, luck: random.Random) -> Decimal | None:
    """The price of the claim, where claims of this kind have one."""
    if kind in WITHOUT_PRICE or (kind != "order" and luck.random() < 0.2):
        return None
    wide = 9.3 if kind == "commercial" else 8.0
    return Decimal(int(luck.lognormvariate(wide, 1.1)) + 120).quantize(QEPIK)


def duty(claim: Decimal | None) -> Decimal:
    """The duty on a claim of this price, in manat; a claim without a price pays the fixed sum."""
    if claim is None or claim <= 1000:
        return Decimal(30).quantize(QEPIK)
    for above, fixed, part in TIERS:
        if claim > above:
            return (fixed + (claim - above) * Decimal(part)).quantize(QEPIK)
    raise ValueError(f"no tier for {claim}")
