from typing import Any

from django.core.checks import CheckMessage, Error

from journal import plot


def plot_leads_somewhere(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse to start when a line of the plot names no declared event or no function."""
    return [Error(fault, id="journal.E001") for fault in plot.faults()]
