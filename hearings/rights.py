from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("hearings.view", "page", _("See hearings and the calendar of rooms")),
    Right("hearings.set", "button", _("Set, move and cancel hearings")),
    Right("hearings.protocol", "button", _("Keep protocols of hearings")),
    Right("hearings.sign_protocol_clerk", "button", _("Sign protocols as clerk")),
    Right("hearings.sign_protocol_judge", "button", _("Sign protocols as judge")),
    Right("hearings.remark", "button", _("Enter remarks on protocols")),
    Right("hearings.decide_remark", "button", _("Decide on remarks on protocols")),
]
