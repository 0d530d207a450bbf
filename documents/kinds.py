"""Kinds of papers that the court itself makes, by the words under which the public page shows them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "notice": _("Court notice"),
    "summons": _("Summons"),
    "judgment": _("Judgment"),
    "ruling": _("Ruling"),
    "decision": _("Decision"),
    "order": _("Court order"),
    "protocol": _("Record of the hearing"),
    "writ": _("Writ of execution"),
    "enforcement_action": _("Document of the enforcement office"),
    "draw_receipt": _("Receipt of the draw"),
    "query": _("Query to a state register"),
    "letter": _("Letter"),
}


def kind_words(kind: str) -> str:
    """The kind in words that name nobody; a kind of a higher app that is not listed is a document of the court."""
    return str(KINDS.get(kind, _("Document of the court")))
