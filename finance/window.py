"""What finance shows on the case page, and how its events read."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.timeline import words
from cases.window_registry import Act, Tab, act, tab
from core import shown
from finance import views
from finance.models import Invoice, InvoiceState

tab(Tab("duty", _("Duty and expenses"), 60, "finance/tab.html", views.tab, right="finance.view"))


def _open(case: Case) -> int:
    """The invoice that waits for money; 0 when none does."""
    waiting = Invoice.objects.filter(case=case, state=InvoiceState.OPEN).values_list("pk", flat=True)
    return (case.duty_settled_on is None and waiting.first()) or 0


act(
    Act(
        "pay", _("Record a payment"), "finance:pay", "finance.record_payment", 5,
        applies=lambda case: bool(_open(case)), icon="wallet", of=_open,
    )
)  # fmt: skip


@words("finance.duty_reckoned")
def _reckoned(data: dict[str, Any]) -> str:
    return ", ".join(part for part in (shown.money(data.get("amount")), str(data.get("article", ""))) if part)


@words("finance.settled")
def _paid_in_full(data: dict[str, Any]) -> str:
    return shown.money(data["amount"]) if data.get("amount") else ""


@words("finance.paid")
def _paid(data: dict[str, Any]) -> str:
    return ", ".join(part for part in (shown.money(data.get("amount")), str(data.get("receipt", ""))) if part)
