"""Access that ends with a post: change of post or leaving, through the head of the body (EM-9.2.5)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from accounts import events
from accounts.actions import close_sessions, keep_posting
from accounts.models import DossierGrant, Posting, TeamMember, User
from core import clock
from journal.actions import record
from reference.models import Body


@transaction.atomic
def end_access(user: User, body: Body, *, last_on: dt.date, ground: str, by: User) -> None:
    """With this day everything ends that opens the body to the user: postings, teams, exceptions.

    Open sessions are ended at once when the day is already past. The caller asked whether `by` may.
    """
    for posting in Posting.objects.filter(Q(to_on=None) | Q(to_on__gt=last_on), user=user, body=body):
        end_posting_with(posting, last_on=last_on, ground=ground, by=by)
    teams = TeamMember.objects.filter(Q(to_on=None) | Q(to_on__gt=last_on), user=user, dossier__body=body)
    teams.update(to_on=last_on)
    open_still = Q(until_on=None) | Q(until_on__gt=last_on)
    for grant in DossierGrant.objects.filter(open_still, user=user, content_object__body=body):
        grant.until_on = last_on
        grant.save(update_fields=["until_on"])
        record(events.GRANT_ENDED, on=grant, by=by, user=user.pk)
    end_sessions_if_over(user, last_on=last_on, by=by)


def end_posting_with(posting: Posting, *, last_on: dt.date, ground: str, by: User) -> None:
    """End one posting with this day; one that would begin later never comes into force."""
    posting.ground = ground[:200]
    if posting.from_on > last_on:
        record(events.POSTING_ENDED, on=posting, by=by, user=posting.user_id, role=posting.role.code, never_began=True)
        posting.delete()
        return
    posting.to_on = last_on
    keep_posting(posting, changed=["to_on"], by=by)


def end_sessions_if_over(user: User, *, last_on: dt.date, by: User) -> None:
    """Sign the person out everywhere when the last day is past: what is open in a browser ends too."""
    if last_on < clock.today():
        close_sessions(user, by=by)
