from django.utils.translation import gettext_lazy as _

from journal.registry import Event

PAYLOAD_DESTROYED = Event("journal.payload_destroyed", _("Content of an entry destroyed by an act"), icon="eraser")
REACTION_FAILED = Event("journal.reaction_failed", _("A task of the system failed for good"), icon="triangle-alert")
REACTION_RETRIED = Event("journal.reaction_retried", _("A failed task was started again"), icon="rotate-cw")
