"""What administrators do with users, roles, postings and exceptional access; each writes the journal."""

import datetime as dt
from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import events
from accounts.models import Dossier, DossierGrant, Posting, Role, User
from core.access import may
from core.errors import Refused
from core.rights import DECLARED
from journal.actions import record
from reference.models import Body

ANYWHERE = "accounts.post_anywhere"


def _everywhere(by: User) -> bool:
    return by.holds(ANYWHERE)


# Users
@transaction.atomic
def save_user(user: User, *, changed: Sequence[str], by: User) -> User:
    """Make a user, or keep the changes made to one; the journal names the fields, not what stands in them."""
    may(by, "accounts.change_user")
    is_new = user.pk is None
    if not is_new and not _everywhere(by):
        _refuse_strangers(user, by)
    user.save()
    record(events.USER_MADE if is_new else events.USER_CHANGED, on=user, by=by, fields=sorted(changed))
    return user


def _refuse_strangers(user: User, by: User) -> None:
    """An administrator of one court leaves the people of other courts alone."""
    bodies = set(user.postings.values_list("body", flat=True))
    if bodies - by.bodies_with("accounts.change_user"):
        raise Refused(_("This user works in another court; its administrator makes the change."))


@transaction.atomic
def end_sessions(user: User, *, by: User) -> None:
    """Sign the person out everywhere: a lost phone, a changed post."""
    may(by, "accounts.end_sessions")
    if not _everywhere(by):
        _refuse_strangers(user, by)
    close_sessions(user, by=by)


def close_sessions(user: User, *, by: User) -> None:
    """Sign the person out everywhere; the caller asked whether `by` may."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    record(events.SESSIONS_ENDED, on=user, by=by)


# Roles
@transaction.atomic
def save_role(role: Role, *, by: User) -> Role:
    """Compose a role; the journal says which rights came and went."""
    may(by, "accounts.compose_role")
    role.rights = sorted(set(role.rights))
    if unknown := set(role.rights) - set(DECLARED):
        raise Refused(_("No such right: %(rights)s") % {"rights": ", ".join(sorted(unknown))})
    before = set(Role.objects.filter(pk=role.pk).values_list("rights", flat=True).first() or [])
    role.save()
    now = set(role.rights)
    record(events.ROLE_CHANGED, on=role, by=by, added=sorted(now - before), removed=sorted(before - now))
    return role


# Postings
@transaction.atomic
def save_posting(posting: Posting, *, changed: Sequence[str] = (), by: User) -> Posting:
    """Post a user to a body in a role, or change the posting; access ends with its last day (EM-9.2.5)."""
    _may_post(by, posting.body, posting.role)
    return keep_posting(posting, changed=changed, by=by)


@transaction.atomic
def keep_posting(posting: Posting, *, changed: Sequence[str] = (), by: User) -> Posting:
    """Write a posting down; the caller asked whether `by` may."""
    if posting.to_on and posting.to_on < posting.from_on:
        raise Refused(_("The posting ends before it begins."))
    event = events.POSTED if posting.pk is None else events.POSTING_CHANGED
    if posting.pk and "to_on" in changed and posting.to_on:
        event = events.POSTING_ENDED
    posting.save()
    days = {"from_on": posting.from_on.isoformat(), "to_on": posting.to_on.isoformat() if posting.to_on else None}
    record(event, on=posting, by=by, user=posting.user_id, role=posting.role.code, ground=posting.ground, **days)
    return posting


def post_user(user: User, body: Body, role: Role, *, from_on: dt.date, ground: str = "", by: User) -> Posting:
    """Post the user to the body from this day."""
    return save_posting(Posting(user=user, body=body, role=role, from_on=from_on, ground=ground), by=by)


def end_posting(posting: Posting, *, on: dt.date, ground: str, by: User) -> Posting:
    """The posting ends with this day: the person left or changed the post."""
    posting.to_on, posting.ground = on, ground
    return save_posting(posting, changed=["to_on", "ground"], by=by)


def _may_post(by: User, body: Body, role: Role) -> None:
    if not _everywhere(by):
        may(by, "accounts.post", body)
    refuse_greater(role, by)


def refuse_greater(role: Role, by: User) -> None:
    """Nobody makes another an administrator of more than he administers himself."""
    greater = {right for right in role.rights if right.startswith("accounts.") and not by.holds(right)}
    if greater:
        raise Refused(_("Nobody gives a role that administers more than he does himself."))


# Exceptional access
@transaction.atomic
def save_grant(grant: DossierGrant, *, by: User) -> DossierGrant:
    """Let one person into one dossier until a day, for a reason; a sealed dossier is for its team alone."""
    dossier = grant.content_object
    may(by, "accounts.grant", dossier.body)
    if dossier.is_sealed:
        raise Refused(_("The dossier is sealed: only its team sees it."))
    if not grant.reason.strip():
        raise Refused(_("Say for what reason the person is let in."))
    event = events.GRANTED if grant.pk is None else events.GRANT_CHANGED
    grant.permission = Permission.objects.get(content_type__app_label="accounts", codename="read_dossier")
    grant.save()
    until = grant.until_on.isoformat() if grant.until_on else None
    record(event, on=grant, by=by, user=grant.user_id, until_on=until, reason=grant.reason)
    return grant


def let_in(dossier: Dossier, user: User, *, until_on: dt.date, reason: str, by: User) -> DossierGrant:
    """Let the person read the dossier until this day."""
    return save_grant(DossierGrant(content_object=dossier, user=user, until_on=until_on, reason=reason), by=by)


@transaction.atomic
def end_grant(grant: DossierGrant, *, by: User) -> None:
    """Take the exceptional access back."""
    may(by, "accounts.grant", grant.content_object.body)
    record(events.GRANT_ENDED, on=grant, by=by, user=grant.user_id)
    grant.delete()
