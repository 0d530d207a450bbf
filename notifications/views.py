"""Doors of notices: the list with its filters, one notice with its fate, and what a person can do about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.access import holds, requires
from core.components import Fact
from core.listing import columns, page_of
from core.shown import moment
from notifications import actions
from notifications.forms import FilterForm, HandOverForm
from notifications.models import Channel, Delivery, State

ORDERS = {"made": "created_at"}


@require_GET
@requires("notifications.view")
def notices(request: HttpRequest) -> HttpResponse:
    """Notices of the bodies in which the person works, newest first."""
    form = FilterForm(request.GET)
    rows = Delivery.objects.visible_to(request.user).select_related("body")
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    labels = {"made": _("Made"), "to": _("To whom"), "about": _("About"), "channel": _("Channel"), "state": _("State")}
    context = {
        "form": form,
        "page": page_of(rows, request.GET, orders=ORDERS, default="-created_at"),
        "columns": columns(request.GET, labels, ORDERS),
    }
    return render(request, "notifications/list.html", context)


@require_GET
@requires("notifications.view", Delivery)
def detail(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """One notice and its fate."""
    return _page(request, delivery, HandOverForm())


def _page(request: HttpRequest, delivery: Delivery, form: HandOverForm, status: int = 200) -> HttpResponse:
    may_retry = holds(request.user, "notifications.retry", delivery)
    is_wired = delivery.channel in {Channel.EMAIL, Channel.SMS}
    waits = delivery.channel == Channel.PRINT and delivery.state == State.PENDING
    context = {
        "delivery": delivery,
        "facts": _facts(request, delivery),
        "may_retry": may_retry and is_wired and delivery.state in {State.FAILED, State.UNCERTAIN},
        "may_confirm": may_retry and delivery.state == State.UNCERTAIN,
        "may_hand_over": waits and holds(request.user, "notifications.hand_over", delivery),
        "may_see_case": holds(request.user, "cases.view"),
        "form": form,
    }
    return render(request, "notifications/detail.html", context, status=status)


def _facts(request: HttpRequest, delivery: Delivery) -> list[Fact]:
    facts = [Fact(_("To whom"), delivery.recipient), Fact(_("Channel"), delivery.get_channel_display())]
    # The address of a cabinet is the person's FIN, which another right guards.
    if (
        delivery.address
        and delivery.channel != Channel.CABINET
        and holds(request.user, "notifications.address", delivery)
    ):
        facts.append(Fact(_("Address"), delivery.address))
    times: list[tuple[Any, Any]] = [
        (_("Made"), delivery.created_at),
        (_("Sent"), delivery.sent_at),
        (_("Delivered"), delivery.delivered_at),
        (_("Opened"), delivery.read_at),
    ]
    facts += [Fact(label, moment(at)) for label, at in times if at]
    if delivery.attempts:
        facts.append(Fact(_("Attempts"), delivery.attempts))
    if delivery.state == State.PENDING and delivery.attempts:
        facts.append(Fact(_("Next attempt"), moment(delivery.next_at), tone="soon"))
    return facts


@require_POST
@requires("notifications.retry", Delivery)
def retry(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """Send again what failed."""
    actions.retry(delivery, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The notice is being sent again."))
    return redirect(delivery)


@require_POST
@requires("notifications.retry", Delivery)
def confirm(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """An uncertain notice did arrive."""
    actions.confirm_arrival(delivery, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("It is written down that the notice arrived."))
    return redirect(delivery)


@require_POST
@requires("notifications.hand_over", Delivery)
def hand_over(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """The paper was handed over against a signature."""
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _page(request, delivery, form, status=422)
    actions.hand_over(delivery, on=form.cleaned_data["on"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("It is written down that the paper was handed over."))
    return redirect(delivery)
