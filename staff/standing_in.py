"""Who stands in for whom: the rights of the post for these days, and not longer; an acting chair heads the court."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import keep_posting, refuse_greater
from accounts.leaving import end_posting_with
from accounts.models import Posting, Role, User
from core import clock, shown
from core.access import may
from core.errors import Refused
from journal.actions import record
from staff import events
from staff.models import Judge, Member, OrderKind, Substitution, Title
from staff.orders import OF_ORDERS, heads, make_order

CHAIR = "chair"


@transaction.atomic
def substitute(
    member: Member, *, by_whom: Member, from_on: dt.date, to_on: dt.date, is_chair: bool = False, by: User
) -> Substitution:
    """Name who stands in for whom; the rights of the post begin and end with these days.

    A judge's cases go to nobody by this: they are drawn anew. An acting chair has the chair's rights.
    """
    may(by, "staff.substitute", member)
    Member.objects.select_for_update().get(pk=member.pk)
    if reasons := list(obstacles(member, by_whom, from_on, to_on, is_chair=is_chair)):
        raise Refused(*reasons)
    row = Substitution(member=member, substitute=by_whom, from_on=from_on, to_on=to_on, is_chair=is_chair)
    row.order = make_order(member.of_body, kind=OrderKind.SUBSTITUTE, member=by_whom, text=_words(row), by=by)
    row.posting = _give_rights(row, by)
    row.save()
    record(events.SUBSTITUTED, on=row, by=by, member=member.pk, name=member.name, substitute=by_whom.name,
           from_on=from_on.isoformat(), to_on=to_on.isoformat(), is_chair=is_chair, order=row.order.number)  # fmt: skip
    return row


@translation.override(OF_ORDERS)
def _words(row: Substitution) -> str:
    days = {"first": shown.day(row.from_on), "last": shown.day(row.to_on)}
    words = {"who": row.substitute.name, "whom": row.member.name} | days
    if row.is_chair:
        return _("%(who)s acts as chair for %(whom)s from %(first)s to %(last)s.") % words
    return _("%(who)s stands in for %(whom)s from %(first)s to %(last)s.") % words


def obstacles(
    member: Member, by_whom: Member, from_on: dt.date, to_on: dt.date, *, is_chair: bool = False
) -> Iterator[str]:
    """Reasons, fit to be shown, why this person cannot stand in on these days."""
    if member.pk == by_whom.pk:
        yield _("Nobody stands in for himself.")
    if member.body_id != by_whom.body_id:
        yield _("This person belongs to another court.")
    if to_on < from_on or to_on < clock.today():
        yield _("The substitution ends before it begins, or has passed.")
        return
    if by_whom.absences.on(from_on, to_on).exists():
        yield _("%(name)s is away in these days.") % {"name": by_whom.name}
    if not by_whom.appointments.in_force(to_on).filter(from_on__lte=from_on).exists():
        yield _("%(name)s does not hold a post of the court through all these days.") % {"name": by_whom.name}
    if is_chair:
        yield from _chair_obstacles(member, by_whom, from_on, to_on)


def _chair_obstacles(member: Member, by_whom: Member, from_on: dt.date, to_on: dt.date) -> Iterator[str]:
    """A chair is stood in for by one judge of the court at a time."""
    if not member.appointments.filter(post__title=Title.CHAIR).exists():
        yield _("%(name)s is not the chair of the court: leave “acting chair” empty.") % {"name": member.name}
    if not Judge.objects.in_office(by_whom.body, to_on).filter(user=by_whom.user_id).exists():
        yield _("Only a judge of the court acts as chair; %(name)s is none.") % {"name": by_whom.name}
    others = Substitution.objects.filter(member__body=member.body_id, is_chair=True)
    for other in others.filter(from_on__lte=to_on, to_on__gte=from_on).select_related("substitute"):
        days = {"name": other.substitute.name, "first": shown.day(other.from_on), "last": shown.day(other.to_on)}
        yield _("%(name)s acts as chair from %(first)s to %(last)s already; end that first.") % days


def _give_rights(row: Substitution, by: User) -> Posting | None:
    """The posting of whoever stands in, ending by itself; none where there is nothing to give."""
    role = Role.objects.get(code=CHAIR) if row.is_chair else _role_of(row)
    if role is None:
        return None
    if row.is_chair and not heads(row.of_body).filter(pk=by.pk).exists():
        may(by, "accounts.post", row.of_body)
    held = Posting.objects.in_force(row.from_on).filter(user=row.substitute.user_id, body=row.of_body, role=role)
    if any(one.to_on is None or one.to_on >= row.to_on for one in held):
        return None
    refuse_greater(role, by)
    words = _("acting chair, order %(number)s") if row.is_chair else _("stands in, order %(number)s")
    ground = words % {"number": row.order.number if row.order else ""}
    days = {"from_on": row.from_on, "to_on": row.to_on}
    posting = Posting(user=row.substitute.user, body=row.of_body, role=role, ground=ground[:200], **days)
    return keep_posting(posting, by=by)


def _role_of(row: Substitution) -> Role | None:
    """The role of the post that is stood in for; a judge's none, since cases go by the draw alone."""
    held = row.member.appointments.in_force(row.from_on).select_related("post__role")
    roles = [one.post.role for one in held if one.post.role and not one.post.is_sitting]
    return roles[0] if roles else None


@transaction.atomic
def end_substitution(row: Substitution, *, ends_on: dt.date, by: User) -> None:
    """From this day nobody stands in any more: the rights end with the day before, today at the earliest."""
    may(by, "staff.substitute", row)
    row = Substitution.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not clock.today() <= ends_on <= row.to_on:
        raise Refused(_("It ends on one of its days, today at the earliest; what is over stays as it was."))
    end_on(row, ends_on, by=by)


def end_on(row: Substitution, ends_on: dt.date, *, by: User) -> None:
    """Cut the substitution; one that has not begun is taken back. The caller asked whether `by` may."""
    last_on = ends_on - clock.DAY
    if row.posting:
        ground = _("the substitution ended on %(day)s") % {"day": shown.day(ends_on)}
        end_posting_with(row.posting, last_on=last_on, ground=ground, by=by)
    told = {"member": row.member_id, "name": row.member.name, "substitute": row.substitute.name}
    record(events.SUBSTITUTION_ENDED, on=row.member, by=by, **told, ends_on=ends_on.isoformat(),
           never_began=row.from_on > last_on)  # fmt: skip
    if row.from_on > last_on:
        row.delete()
        return
    row.to_on = last_on
    row.save(update_fields=["to_on"])


def end_for_return(member: Member, back_on: dt.date, *, by: User) -> None:
    """Who is back at work is stood in for no longer: the acting chair's rights end on that day by themselves."""
    for row in Substitution.objects.filter(member=member, from_on__lte=back_on, to_on__gte=back_on):
        end_on(row, back_on, by=by)


def end_for_leaving(member: Member, ends_on: dt.date, *, by: User) -> None:
    """Who leaves the court stands in for nobody."""
    for row in Substitution.objects.filter(substitute=member, to_on__gte=ends_on):
        end_on(row, ends_on, by=by)
