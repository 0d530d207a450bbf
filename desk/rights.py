from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("desk.view", "page", _("See the own desk with its queues of work")),
    Right("desk.search", "page", _("Search everything that one may see")),
    Right("desk.move_clock", "operation", _("Move the clock of the demonstration")),
    Right("reports.handover", "page", _("See what another person has to hand over")),
    Right("reports.glance", "page", _("See the court at a glance")),
]
