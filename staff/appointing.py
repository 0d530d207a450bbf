"""Who holds which post from which day: appointment, change of post, leaving, and the access that follows."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import keep_posting, refuse_greater
from accounts.leaving import end_access, end_posting_with, end_sessions_if_over
from accounts.models import Posting, User
from core import clock, shown
from core.access import may
from core.errors import Refused
from journal.actions import record
from reference.models import Body
from staff import events
from staff.models import Appointment, Judge, Member, Order, OrderKind, Post, Title
from staff.orders import OF_ORDERS, make_order
from staff.standing_in import end_for_leaving

NO_MORE = Decimal(0)


def enrol(user: User, body: Body, *, by: Any) -> Member:
    """The card of the user in the court's register of staff, made when it is missing."""
    member: Member
    member, is_new = Member.objects.get_or_create(user=user, body=body, defaults={"name": name_of(user)})
    if is_new:
        record(events.ENROLLED, on=member, by=by, user=user.pk, name=member.name)
    return member


def name_of(user: User) -> str:
    """Surname first, as registers have it."""
    return " ".join(part for part in (user.surname, user.given_name, user.patronymic) if part)


def free_places(post: Post, day: dt.date) -> Decimal:
    """How much of the line of the staffing table nobody holds on the day."""
    held = post.appointments.filter(Q(to_on=None) | Q(to_on__gte=day)).aggregate(rate=Sum("rate"))["rate"]
    return max(post.places - (held or NO_MORE), NO_MORE)


@transaction.atomic
def appoint(
    user: User,
    post: Post,
    *,
    from_on: dt.date,
    rate: Decimal = Decimal(1),
    share: tuple[int, int] = (1, 1),
    order: Order | None = None,
    by: User,
) -> Appointment:
    """Appoint to a vacant post; access and, for a judge, the office begin on the day."""
    may(by, "staff.appoint", post)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if free_places(post, from_on) < rate:
        raise Refused(_("No vacancy: %(post)s has no place free from %(day)s.") % _of(post, from_on))
    member = enrol(user, post.body, by=by)
    order = order or make_order(post.body, kind=OrderKind.APPOINT, member=member, text=_words(member, post, from_on),
                                by=by)  # fmt: skip
    appointment = Appointment(member=member, post=post, from_on=from_on, rate=rate, order=order)
    appointment.posting = _post_access(member, post, from_on, order, by)
    _save_once(appointment)
    if post.is_sitting:
        _take_office(member, post, from_on, share, by)
    record(events.APPOINTED, on=appointment, by=by, member=member.pk, name=member.name, post=str(post),
           from_on=from_on.isoformat(), order=order.number)  # fmt: skip
    return appointment


def _of(post: Post, day: dt.date) -> dict[str, str]:
    return {"post": str(post), "day": shown.day(day)}


@translation.override(OF_ORDERS)
def _words(member: Member, post: Post, day: dt.date) -> str:
    return _("%(name)s is appointed to the post “%(post)s” from %(day)s.") % ({"name": member.name} | _of(post, day))


@translation.override(OF_ORDERS)
def _words_of_end(member: Member, post: Post, day: dt.date, ground: str) -> str:
    words = {"name": member.name, "ground": ground} | _of(post, day)
    return _("%(name)s no longer holds the post “%(post)s” from %(day)s. %(ground)s") % words


@translation.override(OF_ORDERS)
def _words_of_change(member: Member, old: Post, new: Post, day: dt.date) -> str:
    words = {"name": member.name, "old": str(old)} | _of(new, day)
    return _("%(name)s moves from “%(old)s” to “%(post)s” from %(day)s.") % words


def _save_once(appointment: Appointment) -> None:
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise Refused(_("%(name)s holds this post already.") % {"name": appointment.member.name}) from error


def _post_access(member: Member, post: Post, from_on: dt.date, order: Order, by: User) -> Posting | None:
    """The posting in the role of the post, unless the person has one from that day already."""
    if post.role is None:
        return None
    refuse_greater(post.role, by)
    held = Posting.objects.in_force(from_on).filter(user=member.user, body=post.body, role=post.role, to_on=None)
    if found := held.first():
        known: Posting = found
        return known
    ground = _("order %(number)s") % {"number": order.number}
    return keep_posting(
        Posting(user=member.user, body=post.body, role=post.role, from_on=from_on, ground=ground), by=by
    )


def _take_office(member: Member, post: Post, from_on: dt.date, share: tuple[int, int], by: User) -> None:
    office = Judge.objects.filter(user=member.user, body=post.body, to_on=None).first()
    if office is None:
        number = _next_id(post.body)
        office = Judge(user=member.user, body=post.body, public_id=number, from_on=from_on)
        office.kinds = list(post.board.kinds) if post.board else []
    office.is_chair = office.is_chair or post.title == Title.CHAIR
    office.share_num, office.share_den = share
    office.save()
    record(events.OFFICE_CHANGED, on=office, by=by, judge=office.public_id, share=f"{share[0]}/{share[1]}",
           kinds=office.kinds)  # fmt: skip


def _next_id(body: Body) -> str:
    """The public id after the last one: ids are never given twice, they stand in every draw."""
    taken = Judge.objects.filter(body=body).values_list("public_id", flat=True)
    numbers = [int(one[1:]) for one in taken if one[:1] == "j" and one[1:].isdecimal()]
    return f"j{max(numbers, default=0) + 1:02}"


@transaction.atomic
def end_post(appointment: Appointment, *, ends_on: dt.date, ground: str, by: User) -> None:
    """The post ends: from this day the person no longer holds it, and the access that came with it is gone (EM-9.2.5).

    Where it was the last post in the court, everything ends there: postings, teams, exceptions. Sessions that are
    open end at once when the day has come.
    """
    may(by, "staff.end_post", appointment)
    member, post = appointment.member, appointment.post
    if member.user_id == by.pk:
        raise Refused(_("Nobody ends the own post: another head of the court does it."))
    if ends_on < clock.today():
        raise Refused(_("Access cannot end in the past; the earliest day is today."))
    order = make_order(member.of_body, kind=OrderKind.LEAVE_POST, member=member,
                       text=_words_of_end(member, post, ends_on, ground), by=by)  # fmt: skip
    _end(appointment, ends_on, _("order %(number)s") % {"number": order.number}, by)
    record(events.POST_ENDED, on=member, by=by, member=member.pk, name=member.name, post=str(post),
           ends_on=ends_on.isoformat(), order=order.number, ground=ground)  # fmt: skip


def _end(appointment: Appointment, ends_on: dt.date, ground: str, by: User) -> None:
    last_on, member = ends_on - clock.DAY, appointment.member
    posting = appointment.posting
    if appointment.from_on > last_on:
        appointment.delete()
    else:
        appointment.to_on = last_on
        appointment.save(update_fields=["to_on"])
    others = member.appointments.exclude(pk=appointment.pk).filter(Q(to_on=None) | Q(to_on__gte=ends_on))
    if not others.filter(post__title__in=[t for t in Title if Post(title=t).is_sitting]).exists():
        Judge.objects.filter(user=member.user_id, body=member.body_id, to_on=None).update(to_on=last_on)
    if not others.exists():
        end_for_leaving(member, ends_on, by=by)
        end_access(member.user, member.body, last_on=last_on, ground=ground, by=by)
    elif posting and not others.filter(posting=posting).exists():
        end_posting_with(posting, last_on=last_on, ground=ground, by=by)
        end_sessions_if_over(member.user, last_on=last_on, by=by)


@transaction.atomic
def change_post(
    appointment: Appointment, *, to: Post, from_on: dt.date, share: tuple[int, int] = (1, 1), by: User
) -> Appointment:
    """Move to another post of the same court: the old access ends on the day on which the new one begins."""
    may(by, "staff.end_post", appointment)
    if to.body_id != appointment.post.body_id:
        raise Refused(_("Another court appoints to its own posts; here the post ends."))
    if from_on < clock.today():
        raise Refused(_("Access cannot end in the past; the earliest day is today."))
    if appointment.member.user_id == by.pk:
        raise Refused(_("Nobody ends the own post: another head of the court does it."))
    member, user, old = appointment.member, appointment.member.user, str(appointment.post)
    order = make_order(member.of_body, kind=OrderKind.CHANGE, member=member,
                       text=_words_of_change(member, appointment.post, to, from_on), by=by)  # fmt: skip
    new = appoint(user, to, from_on=from_on, rate=appointment.rate, share=share, order=order, by=by)
    _end(appointment, from_on, _("order %(number)s") % {"number": order.number}, by)
    record(events.POST_ENDED, on=member, by=by, member=member.pk, name=member.name, post=old,
           ends_on=from_on.isoformat(), order=order.number, ground="")  # fmt: skip
    return new
