"""Hearings for the court's own people: set, adjourned, held, recorded, signed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.models import Case, Participation
from cases.telling import people_of
from core import clock
from core.access import holds, may, requires
from core.errors import Refused
from documents.docx import DOCX
from hearings import booking, conduct, hours
from hearings.forms import AdjournForm, DecisionForm, HearingForm, HeldForm, ProtocolForm, ReasonForm, RemarkForm
from hearings.models import Hearing, Kind, Protocol, Remark, State
from hearings.notices import word_notice


@requires("hearings.set", Case, seen_by="cases.view")
@require_http_methods(["GET", "POST"])
def set_hearing(request: HttpRequest, case: Case) -> HttpResponse:
    """Set a hearing of a case; a clash comes back in words with free times."""
    first = Kind.MAIN if case.hearings.exists() else Kind.PREPARATORY
    form = HearingForm(request.POST or None, court=case.court, initial={"kind": first})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        starts = clock.at(given["day"], given["hour"])
        try:
            booking.set_hearing(
                case,
                room=given["room"],
                starts_at=starts,
                minutes=given["minutes"],
                kind=given["kind"],
                by=request.user,
            )
        except Refused as error:
            form.add_error(None, error.reasons)  # type: ignore[arg-type]
        else:
            _say_set(request, given["day"])
            return redirect(case)
    return render(request, "hearings/set.html", {"case": case, "form": form}, status=422 if form.errors else 200)


def _say_set(request: HttpRequest, day: Any) -> None:
    messages.success(request, _("The hearing is set; notices are on their way."))
    if hours.is_short_notice(day, clock.today()):
        messages.warning(request, _("Fewer than 10 days are left to serve the notice (MPM 138.3)."))


@requires("hearings.view", Hearing)
@require_GET
def detail(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """One hearing: its protocol, who came, remarks, and the steps possible now."""
    hearing = Hearing.objects.shown().get(pk=hearing.pk)
    protocol = Protocol.objects.filter(hearing=hearing).select_related("document", "clerk").first()
    people = people_of(hearing.case)
    context = {
        "hearing": hearing,
        "case": hearing.case,
        "sitting": hearing.sitting,
        "tone": "stop" if hearing.is_missed else "live",
        "protocol": protocol,
        "people": people,
        "form": _protocol_form(protocol, people) if protocol else None,
        "unopened": list(conduct.unopened(hearing)),
        "unfinished": list(conduct.unfinished(protocol)) if protocol else [],
        "remarks": list(protocol.remarks.select_related("participation__party")) if protocol else [],
        "remarks_until": conduct.remarks_until(protocol) if protocol else None,
        "decision": DecisionForm(),
        "may": {
            name: holds(request.user, f"hearings.{name}", hearing)
            for name in ("set", "protocol", "sign_protocol_clerk", "sign_protocol_judge", "remark", "decide_remark")
        },
    }
    return render(request, "hearings/detail.html", context)


def _protocol_form(protocol: Protocol, people: list[Participation], data: Any = None) -> ProtocolForm:
    first: dict[str, Any] = {"seen": protocol.version, "text": protocol.text}
    for one in protocol.attendance.all():
        first[f"came-{one.participation_id}"], first[f"at-{one.participation_id}"] = one.presence, one.came_at
    return ProtocolForm(data, people=people, initial=first)


@requires("hearings.protocol", Hearing)
@require_POST
def start(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Open the hearing."""
    conduct.start(hearing, by=request.user)
    return redirect(hearing)


@requires("hearings.protocol", Hearing)
@require_POST
def end(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Close the hearing."""
    conduct.end(hearing, by=request.user)
    messages.success(request, _("The hearing is over. The protocol is due within 10 days (MPM 272.7)."))
    return redirect(hearing)


@requires("hearings.protocol", Hearing)
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Enter a hearing that was held and not opened here on its day."""
    conduct.ask_to_enter(hearing)
    form = HeldForm(request.POST or None, initial={"began": clock.local(hearing.starts_at).time()})
    if request.method == "POST" and form.is_valid():
        try:
            conduct.enter_held(hearing, **form.cleaned_data, by=request.user)
        except Refused as error:
            form.add_error("ended", error.reasons)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The hearing is entered as held. Write its protocol down and sign it."))
            return redirect(hearing)
    context = {"hearing": hearing, "case": hearing.case, "form": form, "back": hearing.get_absolute_url()}
    return render(request, "hearings/enter.html", context, status=422 if form.errors else 200)


@requires("hearings.protocol", Hearing)
@require_POST
def keep(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Write the protocol down."""
    protocol = get_object_or_404(Protocol, hearing=hearing)
    form = _protocol_form(protocol, people_of(hearing.case), request.POST)
    if form.is_valid():
        given = form.cleaned_data
        conduct.keep_protocol(
            protocol, text=given["text"], attendance=form.attendance(), seen=given["seen"], by=request.user,  # type: ignore[arg-type]
        )  # fmt: skip
        messages.success(request, _("The protocol is kept."))
    else:
        messages.error(request, _("Write each time as 10:30. Nothing was kept."))
    return redirect(hearing)


@requires("hearings.view", Hearing)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, hearing: Hearing, who: str) -> HttpResponse:
    """Confirm and sign the protocol as clerk, then as judge."""
    may(request.user, f"hearings.sign_protocol_{who}", hearing)
    protocol = get_object_or_404(Protocol, hearing=hearing)
    conduct.ask_for(protocol, who)
    if request.method == "POST":
        act = conduct.sign_by_clerk if who == "clerk" else conduct.sign_by_judge
        act(protocol, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The protocol is signed."))
        return redirect(hearing)
    context = {
        "hearing": hearing,
        "case": hearing.case,
        "protocol": protocol,
        "who": who,
        "back": hearing.get_absolute_url(),
    }
    return render(request, "hearings/sign.html", context)


@requires("hearings.set", Hearing)
@require_http_methods(["GET", "POST"])
def adjourn(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Put the hearing off to another time."""
    form = AdjournForm(request.POST or None, court=hearing.case.court, initial={"kind": hearing.kind})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        starts = clock.at(given["day"], given["hour"])
        try:
            booking.adjourn(
                hearing, room=given["room"], starts_at=starts, minutes=given["minutes"], reason=given["reason"],
                by=request.user,
            )  # fmt: skip
        except Refused as error:
            form.add_error(None, error.reasons)  # type: ignore[arg-type]
        else:
            _say_set(request, given["day"])
            return redirect(hearing.case)
    context = {"hearing": hearing, "case": hearing.case, "form": form}
    return render(request, "hearings/adjourn.html", context, status=422 if form.errors else 200)


@requires("hearings.set", Hearing)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Cancel the hearing with its reason."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            booking.release(hearing, to=State.CANCELLED, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as error:
            form.add_error("reason", error.reasons)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The hearing is cancelled; the participants are told."))
            return redirect(hearing.case)
    context = {"hearing": hearing, "case": hearing.case, "form": form, "back": hearing.get_absolute_url()}
    return render(request, "hearings/cancel.html", context, status=422 if form.errors else 200)


@requires("hearings.remark", Hearing)
@require_http_methods(["GET", "POST"])
def remark(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Enter a participant's remark on the protocol."""
    protocol = get_object_or_404(Protocol, hearing=hearing)
    form = RemarkForm(request.POST or None, people=hearing.case.participations.filter(to_on=None))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        conduct.file_remark(protocol, participation=given["participation"], text=given["text"], by=request.user)
        messages.success(request, _("The remark is filed; the judge decides on it within three days."))
        return redirect(hearing)
    context = {"hearing": hearing, "case": hearing.case, "form": form}
    return render(request, "hearings/remark.html", context, status=422 if form.errors else 200)


@requires("hearings.decide_remark", Hearing)
@require_POST
def decide(request: HttpRequest, hearing: Hearing, number: int) -> HttpResponse:
    """Decide on a remark."""
    found = get_object_or_404(Remark, pk=number, protocol__hearing=hearing)
    form = DecisionForm(request.POST)
    if form.is_valid():
        conduct.decide_remark(found, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The remark is decided."))
    return redirect(hearing)


@requires("hearings.view", Hearing)
@require_GET
def notice_docx(request: HttpRequest, hearing: Hearing, person: int) -> HttpResponse:
    """The notice for one participant as a Word file."""
    one = get_object_or_404(hearing.case.participations.select_related("party", "role"), pk=person)
    response = HttpResponse(word_notice(Hearing.objects.shown().get(pk=hearing.pk), one), content_type=DOCX)
    response["Content-Disposition"] = 'attachment; filename="bildiris.docx"'
    return response
