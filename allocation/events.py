from django.utils.translation import gettext_lazy as _

from journal.registry import Event

DRAWN = Event("allocation.drawn", _("Judge drawn"), icon="shuffle")
NO_CHOICE = Event("allocation.no_choice", _("One judge could take the case: no draw"), icon="user")
GIVEN = Event("allocation.given_by_resolution", _("Judge given by a resolution"), icon="user-pen")
GIVEN_BY_TURN = Event("allocation.given_by_turn", _("Judge given by turn"), icon="list-ordered")
RESOLUTION_ASKED = Event("allocation.resolution_asked", _("Resolution on the judge asked for"), icon="user-pen")
RESOLUTION_REFUSED = Event("allocation.resolution_refused", _("Resolution on the judge not confirmed"), icon="user-x")
RECUSAL_FILED = Event("allocation.recusal_filed", _("Recusal of a judge moved"), icon="user-minus")
RECUSAL_VOTED = Event("allocation.recusal_voted", _("Vote on a recusal given"), icon="vote")
RECUSAL_GRANTED = Event("allocation.recusal_granted", _("Recusal granted"), icon="user-x")
RECUSAL_REFUSED = Event("allocation.recusal_refused", _("Recusal refused"), icon="user-check")
RESERVE_ASKED = Event("allocation.reserve_asked", _("Reserve judge asked for"), icon="user-plus")
# What a case is told, by the way in which it came to its judge.
OF_WAY = {"random": DRAWN, "batch": DRAWN, "no-choice": NO_CHOICE, "manual": GIVEN, "sequential": GIVEN_BY_TURN}
KEPT_BY_RULE = Event("allocation.kept_by_rule", _("Goes by rule to the judge of an earlier case"), icon="repeat")
CHANGE_PROPOSED = Event("allocation.change_proposed", _("Change of the rules of the draw proposed"), icon="pencil")
CHANGE_SIMULATED = Event("allocation.change_simulated", _("Change of the rules simulated"), icon="flask-conical")
CHANGE_APPROVED = Event("allocation.change_approved", _("Change of the rules approved"), icon="badge-check")
CHANGE_WITHDRAWN = Event("allocation.change_withdrawn", _("Change of the rules withdrawn"), icon="undo-2")
CATEGORY_CONFIRMED = Event(
    "allocation.category_confirmed", _("Category and weight confirmed by a second person"), icon="badge-check"
)
CORRECTION_ASKED = Event(
    "allocation.correction_asked", _("Correction of category or complexity asked for"), icon="pencil"
)
CORRECTION_REFUSED = Event("allocation.correction_refused", _("Correction not confirmed, or taken back"), icon="undo-2")
OUTAGE_ENTERED = Event("allocation.outage_entered", _("Outage of the system entered"), icon="plug")
OUTAGE_CONFIRMED = Event("allocation.outage_confirmed", _("Outage of the system confirmed"), icon="badge-check")
OUTAGE_REFUSED = Event("allocation.outage_refused", _("Outage of the system not confirmed"), icon="x")
BATCH_STARTED = Event("allocation.batch_started", _("Redraw of a judge's cases asked for"), icon="users")
BATCH_CONFIRMED = Event("allocation.batch_confirmed", _("Redraw of a judge's cases confirmed"), icon="badge-check")
BATCH_REFUSED = Event("allocation.batch_refused", _("Redraw of a judge's cases not confirmed"), icon="x")
BATCH_RECORDED = Event("allocation.batch_recorded", _("Cases of a judge who left are on record"), icon="list-checks")
BATCH_ENDED = Event("allocation.batch_ended", _("Redraw of a judge's cases ended"), icon="check")
