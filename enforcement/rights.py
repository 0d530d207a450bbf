from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("enforcement.view_writ", "page", _("See writs of execution of the court")),
    Right("enforcement.issue", "button", _("Prepare and withdraw writs of execution")),
    Right("enforcement.sign_writ", "button", _("Sign writs of execution")),
    Right("enforcement.issue_send", "button", _("Send writs to the enforcement office")),
    Right("enforcement.view", "page", _("See enforcement cases of the office")),
    Right("enforcement.act", "button", _("Draft enforcement actions")),
    Right("enforcement.confirm", "button", _("Confirm and sign enforcement actions")),
    Right("enforcement.assign", "button", _("Assign enforcement cases to officers")),
]
