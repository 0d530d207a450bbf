"""Orders of the court's head on its people: numbered without gaps, printed, and kept with the signed paper."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Posting, User
from core import clock
from core.access import may
from core.errors import Refused
from core.files import take_in
from journal.actions import record
from reference.models import Body
from staff import events
from staff.models import Member, Order, OrderKind

# Who holds this right signs orders: the chair, or whoever acts as chair.
SIGNS = "staff.end_post"
# The language of orders is that of the state, whatever language the page is read in.
OF_ORDERS = "az"


def heads(body: Body) -> Any:
    """Those who may sign an order of the body today."""
    posted = Posting.objects.in_force(clock.today()).filter(body=body, role__rights__contains=[SIGNS])
    return User.objects.filter(pk__in=posted.values("user")).order_by("surname", "pk")


@transaction.atomic
def make_order(
    body: Body,
    *,
    kind: str,
    text: str,
    member: Member | None = None,
    made_on: dt.date | None = None,
    signed_by: User | None = None,
    paper: UploadedFile | None = None,
    by: User,
) -> Order:
    """Enter an order under the next number of its year; Refused when nobody could have signed it."""
    made_on = made_on or clock.today()
    if made_on > clock.today():
        raise Refused(_("An order bears no day that is still to come."))
    if member and member.body_id != body.pk:
        raise Refused(_("This person belongs to another court."))
    order = Order(body=body, kind=kind, text=text.strip(), member=member, made_on=made_on)
    order.signed_by = _signer(body, signed_by, by)
    order.year, order.sequence = made_on.year, _next(body, made_on.year)
    if paper:
        order.paper, order.paper_name = take_in(paper), (paper.name or "")[:200]
    order.save()
    about = {"member": member.pk, "name": member.name} if member else {}
    record(events.ORDERED, on=order, by=by, order=order.number, order_kind=kind, signed=order.signed_by_id, **about)
    return order


def _signer(body: Body, signed_by: User | None, by: User) -> User:
    """The head who signed: the one named, else the one at the desk, else the only one there is."""
    if signed_by is not None:
        return signed_by
    if by.holds(SIGNS, body):
        return by
    found = heads(body).first()
    if found is None:
        raise Refused(_("Nobody heads the court today: name an acting chair first."))
    head: User = found
    return head


def _next(body: Body, year: int) -> int:
    """The number after the last; the body's row is locked, so that no number is given twice."""
    Body.objects.select_for_update().get(pk=body.pk)
    last = Order.objects.filter(body=body, year=year).aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1


@transaction.atomic
def keep_paper(order: Order, *, paper: UploadedFile, by: User) -> Order:
    """Keep the signed paper of an order; once kept it is not replaced."""
    may(by, "staff.order", order)
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.paper_id:
        raise Refused(_("The signed paper of this order is kept already."))
    order.paper, order.paper_name = take_in(paper), (paper.name or "")[:200]
    order.save(update_fields=["paper", "paper_name"])
    record(events.ORDER_SIGNED, on=order, by=by, order=order.number, sha256=order.paper.sha256)
    return order


# Orders of these kinds are read with a right of their own: they say what a file or an absence says.
GUARDED = {OrderKind.DISCIPLINE: "staff.discipline", OrderKind.AWAY: "staff.absence_reason"}


def shown_to(orders: Any, user: User, body: Body) -> Any:
    """The orders that the reader may read: on discipline and on absences with the right to these alone."""
    return orders.exclude(kind__in=[kind for kind, right in GUARDED.items() if not user.holds(right, body)])


def may_read(order: Order, user: User) -> bool:
    """Whether the reader may read this order: of the whole court's, or the own."""
    if order.member and order.member.user_id == user.pk:
        return True
    right = GUARDED.get(OrderKind(order.kind), "")
    return user.holds("staff.view_orders", order) and (not right or user.holds(right, order))
