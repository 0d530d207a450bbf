"""The first administrator of an installation, who then makes the others."""

from django.db import transaction

from accounts import events
from accounts.models import Posting, Role, User
from accounts.roles import load_roles
from core import clock
from journal.actions import record
from journal.actors import job
from reference.models import Body

SETUP = job("init_court")


@transaction.atomic
def first_administrator(user: User, body: Body, password: str) -> User:
    """Make the user, post it to the court as system administrator, and write both down."""
    load_roles()
    user.is_staff = True
    user.set_password(password)
    user.save()
    role = Role.objects.get(code="system-administrator")
    posting = Posting.objects.create(user=user, body=body, role=role, from_on=clock.today(), ground="init_court")
    record(events.USER_MADE, on=user, by=SETUP, fields=["username"])
    record(events.POSTED, on=posting, by=SETUP, user=user.pk, role=role.code, from_on=posting.from_on.isoformat())
    return user
