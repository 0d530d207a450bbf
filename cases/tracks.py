"""On which track a claim runs: how long the law gives to hear it hangs on what it is about and its price."""

from decimal import Decimal

# MPM 284-1: claims below these prices are small, in AZN, by group of kind.
SMALL = {"mulki": Decimal(5000), "kommersiya": Decimal(10000)}
# MPM 172.1.1 and 172.1.2, by the beginning of the category's code.
FAST = ("fam.alimony", "labour.reinstate")
MORTGAGE = ("com.insolvency", "com.mortgage")


def track(*, kind: str, group: str, category: str, price: Decimal | None) -> str:
    """`order`, `fast`, `mortgage`, `small` or `general` (MPM 172.1, 276, 284-1)."""
    if kind == "order":
        return "order"
    if category.startswith(FAST):
        return "fast"
    if category.startswith(MORTGAGE):
        return "mortgage"
    if price is not None and group in SMALL and price < SMALL[group]:
        return "small"
    return "general"
