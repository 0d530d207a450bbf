"""A reserve judge: asked for before the trial, and given the seat of a judge who leaves it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allocation import reserve
from allocation.actions import try_draw
from allocation.forms_methods import AskReserveForm, SeatReserveForm
from cases.models import Case
from cases.seats import reserve_seat
from core.access import requires
from core.errors import Refused


@requires("allocation.ask_reserve", Case, seen_by="cases.view")
@require_http_methods(["GET", "POST"])
def ask_reserve(request: HttpRequest, case: Case) -> HttpResponse:
    """Show what a reserve judge is and does, then ask for one; he is drawn at once."""
    form = AskReserveForm(request.POST or None, initial={"seen": case.version})
    if request.method == "POST" and form.is_valid():
        asked = reserve.ask_reserve(case, seen=form.cleaned_data["seen"], by=request.user)  # type: ignore[arg-type]
        held = reserve_seat(case) if try_draw(asked) else None
        if held:
            messages.success(request, _("The reserve judge is drawn: %(judge)s.") % {"judge": held.judge})
        else:
            messages.info(request, _("A reserve judge is asked for; the draw comes by itself."))
        return redirect(case)
    if reasons := list(reserve.obstacles(case)):
        raise Refused(*reasons)
    return render(request, "allocation/ask_reserve.html", {"case": case, "form": form})


@requires("allocation.seat_reserve", Case, seen_by="cases.view")
@require_http_methods(["GET", "POST"])
def seat_reserve(request: HttpRequest, case: Case) -> HttpResponse:
    """Show which seats are empty, then give one to the reserve judge."""
    seats = [(gap.seat, gap.words) for gap in reserve.gaps(case)]
    first = {"seen": case.version, "seat": seats[0][0] if seats else None}
    form = SeatReserveForm(request.POST or None, seats=seats, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        reserve.seat_reserve(case, seat=given["seat"], seen=given["seen"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The reserve judge has the seat; the trial goes on where it stands."))
        return redirect(case)
    if reasons := list(reserve.seating_obstacles(case)):
        raise Refused(*reasons)
    context = {"case": case, "form": form, "held": reserve_seat(case)}
    return render(request, "allocation/seat_reserve.html", context, status=422 if form.errors else 200)
