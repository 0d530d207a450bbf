"""Whether the stage of each case follows from its entries in the journal (`manage.py verify_log`)."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from cases.lifecycle import Status
from journal.verification import register_check

# The stage to which each event brings a case; the latest of them tells the stage.
STAGE_OF = {
    "cases.registered": Status.REGISTERED,
    "cases.cancelled": Status.CANCELLED,
    "cases.returned": Status.RETURNED,
    "cases.accepted": Status.ACCEPTED,
    "cases.hearing_began": Status.HEARING,
    "cases.decided": Status.DECIDED,
    "cases.entered_into_force": Status.IN_FORCE,
    "cases.sent_to_enforcement": Status.ENFORCED,
    "cases.closed": Status.CLOSED,
}
# One pass over the entries: what each case's last such entry says, beside what the table says.
_DIFFERENCES = """
    SELECT c.number, c.status, told.event
    FROM cases_case c
    LEFT JOIN (
        SELECT DISTINCT ON (dossier) dossier, event FROM journal_entry
        WHERE event = ANY(%s) AND dossier IS NOT NULL ORDER BY dossier, at DESC, id DESC
    ) told ON told.dossier = c.dossier_id
    WHERE told.event IS NULL OR c.status <> (%s::jsonb ->> told.event)
    ORDER BY c.number
"""


@register_check
def stages_follow_from_entries() -> Iterator[str]:
    """Say each case whose stage is not that of its last entry."""
    stages = "{" + ", ".join(f'"{event}": "{stage.value}"' for event, stage in STAGE_OF.items()) + "}"
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, [list(STAGE_OF), stages])
        for number, status, event in cursor.fetchall():
            if event is None:
                yield _("The case %(number)s has no entry of its registration.") % {"number": number}
            else:
                yield _("The case %(number)s stands as “%(status)s”, but its last entry is “%(event)s”.") % {
                    "number": number,
                    "status": Status(status).label,
                    "event": event,
                }
