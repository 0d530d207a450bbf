"""What finance shows on the case page, and how its events read."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.timeline import words
from cases.window_registry import Tab, tab
from core import shown
from finance import views

tab(Tab("duty", _("Duty and expenses"), 60, "finance/tab.html", views.tab, right="finance.view"))


@words("finance.duty_reckoned")
def _reckoned(data: dict[str, Any]) -> str:
    return ", ".join(part for part in (shown.money(data.get("amount")), str(data.get("article", ""))) if part)


@words("finance.paid")
def _paid(data: dict[str, Any]) -> str:
    return ", ".join(part for part in (shown.money(data.get("amount")), str(data.get("receipt", ""))) if part)
