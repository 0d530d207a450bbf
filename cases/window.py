"""What cases itself shows on the case page."""

from django.utils.translation import gettext_lazy as _

from cases import lifecycle, secrecy
from cases.lifecycle import Status
from cases.models import Case
from cases.views import window
from cases.window_registry import Act, Tab, act, tab

tab(Tab("timeline", _("Course"), 10, "cases/tab_timeline.html", window.timeline_tab))
tab(Tab("parties", _("Parties"), 20, "cases/tab_parties.html", window.people_tab))
tab(Tab("filings", _("Papers filed"), 30, "cases/tab_filings.html", window.filings_tab))
tab(Tab("notes", _("Notes"), 90, "cases/tab_notes.html", window.notes_tab))


def _registered(case: Case) -> bool:
    return case.status == Status.REGISTERED


act(
    Act(
        "accept",
        _("Accept to proceedings"),
        "cases:accept",
        "cases.accept",
        10,
        applies=_registered,
        obstacles=lambda case: lifecycle.obstacles(case, Status.ACCEPTED),
        icon="check",
        is_post=True,
    )
)
act(
    Act(
        "end_secrecy",
        _("End the secrecy"),
        "cases:end_secrecy",
        "cases.end_secrecy",
        80,
        applies=lambda case: case.dossier.is_covert,
        obstacles=secrecy.obstacles,
        icon="lock-open",
    )
)
act(Act("file", _("Add a paper"), "cases:file", "cases.file", 60, applies=lambda case: case.is_open, icon="paperclip"))
act(Act("cancel", _("Cancel the registration"), "cases:cancel", "cases.cancel", 95, applies=_registered, icon="file-x"))
