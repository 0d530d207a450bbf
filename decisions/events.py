from django.utils.translation import gettext_lazy as _

from journal.registry import Event

DRAFTED = Event("decisions.drafted", _("Draft of an act begun"), icon="square-pen")
CHECKED = Event("decisions.checked", _("Draft checked"), icon="check")
PRONOUNCED = Event("decisions.pronounced", _("Act pronounced"), icon="gavel")
SIGNED = Event("decisions.signed", _("Act signed"), icon="badge-check")
DELIVERED = Event("decisions.delivered", _("Act delivered to all"), icon="mail-check")
RULING_SIGNED = Event("decisions.ruling_signed", _("Ruling signed"), icon="badge-check")
RULING_DELIVERED = Event("decisions.ruling_delivered", _("Ruling delivered to all"), icon="mail-check")
PROPOSED = Event("decisions.anonymised", _("Anonymised text proposed"), icon="eye-off")
EDITED = Event("decisions.masks_changed", _("Anonymised text changed"), icon="pencil")
PUBLISHED = Event("decisions.published", _("Act published"), icon="globe")
WITHDRAWN = Event("decisions.withdrawn", _("Published act withdrawn"), icon="undo-2")
