"""How two people stand in the public log: by the public ids of their postings, never by name."""

from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refused
from reference.models import Body


def posting_id(user: User, court: Body) -> str:
    """The public id of the posting that the person holds in the court today; Refused without one."""
    for posting in user.postings_today:
        if posting.body_id == court.pk:
            return f"p{posting.pk}"
    raise Refused(_("Only who works in the court today may sign."))
