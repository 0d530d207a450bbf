from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("allocation.view", "page", _("See the draws of the court")),
    Right("allocation.view_receipt", "button", _("Print the receipt of the draw for a party")),
    Right("allocation.watch", "page", _("See the statistics of the draws with names")),
    Right("allocation.draw", "button", _("Draw a waiting case again at once")),
    Right("allocation.resolve", "button", _("Ask for a resolution that gives a case by hand")),
    Right("allocation.confirm_resolution", "button", _("Confirm a resolution that another asked for")),
    Right("allocation.recuse", "button", _("Enter a recusal of a judge")),
    Right("allocation.decide_recusal", "button", _("Decide on the recusal of a judge")),
    Right("allocation.ask_reserve", "button", _("Ask for a reserve judge in a case")),
    Right("allocation.seat_reserve", "button", _("Give the reserve judge an empty seat")),
    Right("allocation.start_batch", "button", _("Ask that the cases of a judge who left be drawn anew")),
    Right("allocation.confirm_batch", "button", _("Confirm the redraw of a judge's cases that another asked for")),
    Right("allocation.confirm_category", "button", _("Confirm category and weight of a case that another registered")),
    Right("allocation.enter_outage", "button", _("Enter that the system was down, and the papers taken meanwhile")),
    Right("allocation.confirm_outage", "button", _("Confirm an outage that another entered")),
    Right("allocation.levers", "page", _("See what steers the draw and who changed it")),
    Right("allocation.propose_change", "button", _("Propose a change of the rules of the draw")),
    Right("allocation.approve_change", "button", _("Approve a change of the rules of the draw")),
]
