"""The cabinet of a participant: my cases, what I must do, my papers, my payments, who looked at my data."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from allocation import publishing
from allocation.models import Draw
from allocation.receipts import served_receipt
from cases.filing import file_paper
from cases.models import Channel
from cases.seats import reserve_seat
from core import clock, shown
from core.components import Paper
from core.errors import Refused
from core.paging import KeysetPage
from core.serving import served
from documents.actions import current_version
from documents.models import Document
from enforcement.following import cases_of_person
from hearings.conduct import file_remark, remarks_until
from hearings.models import Hearing, Protocol
from journal.access import who_saw
from notifications.actions import opened
from portal import calendar_file
from portal.access import citizen_required
from portal.forms import RemarkForm, SendForm
from portal.matters import Matter, own_cases, own_participations, who_looked
from portal.telling import duties, next_steps, purpose_words

SEEN_ROWS = 5


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_GET
@citizen_required
def home(request: HttpRequest) -> HttpResponse:
    """My cases, those with something to do first."""
    page = KeysetPage(own_cases(_user(request)), request.GET, order="-registered_at")
    parts = own_participations(_user(request)).filter(case__in=[case.pk for case in page])
    roles = {part.case_id: part.role for part in parts.select_related("role")}
    rows = [(case, roles.get(case.pk)) for case in page]
    return render(request, "portal/cabinet.html", {"page": page, "rows": rows, "now": clock.now()})


@require_GET
@citizen_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case of mine: what happens next, what I must do, papers, payments, who looked."""
    matter = Matter.of(_user(request), pk)
    seen = list(who_saw(matter.subjects).filter(dossier=pk)[:SEEN_ROWS])
    draw = Draw.objects.done().filter(dossier=pk).first()
    context: dict[str, Any] = {
        "matter": matter,
        "case": matter.case,
        "reserve": reserve_seat(matter.case),
        "next": next_steps(matter),
        "duties": duties(matter),
        "papers": [_paper(matter, document) for document in matter.documents],
        "messages_told": [one for one in matter.deliveries if not one.document],
        "remarkable": [one for one in matter.protocols if _open_to_remarks(one)],
        "enforced": [one for one in cases_of_person(matter.user.fin or "") if one.case.writ.case_id == pk],
        "draw": draw,
        "why": publishing.sentence(draw) if draw else "",
        "seen": [(row, purpose_words(row.purpose)) for row in seen],
    }
    return render(request, "portal/case.html", context)


@require_GET
@citizen_required
def receipt(request: HttpRequest, pk: int, attempt: int) -> HttpResponse:
    """The receipt of the draw, for the parties and those who stand for them: of a sealed case it has the salt."""
    matter = Matter.of(_user(request), pk)
    if not matter.is_party:
        raise Http404
    return served_receipt(get_object_or_404(Draw.objects.done(), dossier=pk, attempt=attempt), matter.case)


def _paper(matter: Matter, document: Document) -> Paper:
    url = reverse("cabinet:paper", args=[matter.case.pk, document.pk])
    unread = any(one.document == document.pk and one.read_at is None for one in matter.deliveries)
    note = ", ".join([shown.day(document.created_at), *([_("not read yet")] if unread else [])])
    if document.is_incoming:
        return Paper(document.title, url, note)
    if document.signed_at is None:
        return Paper(document.title, url, note, _("not signed"), "late")
    return Paper(document.title, url, note, _("Signed on %(day)s") % {"day": shown.day(document.signed_at)}, "good")


def _open_to_remarks(protocol: Protocol) -> bool:
    last = remarks_until(protocol)
    return last is not None and last >= clock.today()


@require_GET
@citizen_required
def paper(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """The bytes of a paper of mine, as they were signed; opening it marks the delivery read."""
    matter = Matter.of(_user(request), pk)
    found = next((one for one in matter.documents if one.pk == document), None)
    if found is None:
        raise Http404
    version = current_version(found)
    response = served(version.file, version.name)
    for delivery in matter.deliveries:
        if delivery.document == found.pk and delivery.read_at is None:
            opened(delivery, by=_user(request))
    return response


@require_GET
@citizen_required
def hearing_file(request: HttpRequest, pk: int, hearing: int) -> HttpResponse:
    """The hearing for my calendar."""
    matter = Matter.of(_user(request), pk)
    found = get_object_or_404(Hearing.objects.select_related("sitting__room", "case__court"), pk=hearing, case=pk)
    court, address = found.case.court, request.build_absolute_uri(reverse("cabinet:case", args=[pk]))
    text = calendar_file.event(
        uid=f"hearing-{found.pk}@{request.get_host()}",
        starts_at=found.starts_at,
        ends_at=found.sitting.ends_at,
        made_at=found.sitting.changed_at,
        title=f"{found.get_kind_display()}, {matter.case.number}",
        place=", ".join(part for part in (str(court), court.address, found.sitting.room.name) if part),
        text=_("Take your identity card with you."),
        url=address,
    )
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hearing-{found.pk}.ics"'
    return response


@require_http_methods(["GET", "POST"])
@citizen_required
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a paper to the court."""
    matter = Matter.of(_user(request), pk)
    form = SendForm(request.POST or None, request.FILES or None, sides=matter.sides)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _send(matter, given)
        except Refused as error:
            form.add_error("paper", error.reasons)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The court has your paper; it stands among your papers."))
            return redirect("cabinet:case", pk)
    context = {"case": matter.case, "form": form}
    return render(request, "portal/send.html", context, status=422 if form.errors else 200)


def _send(matter: Matter, given: dict[str, Any]) -> None:
    if not matter.case.is_open:
        raise Refused(_("The case is closed; papers are taken in by the chancellery of the court."))
    file_paper(
        matter.case, kind=given["kind"], title=given["title"], upload=given["paper"], participation=matter.mine[0],
        channel=Channel.CABINET, by=matter.user,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@citizen_required
def remark(request: HttpRequest, pk: int, protocol: int) -> HttpResponse:
    """File a remark on a protocol of my case (MPM 273)."""
    matter = Matter.of(_user(request), pk)
    found = next((one for one in matter.protocols if one.pk == protocol), None)
    if found is None:
        raise Http404
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        file_remark(found, participation=matter.mine[0], text=form.cleaned_data["text"], by=matter.user)
        messages.success(request, _("The remark is filed; the judge decides on it within three days."))
        return redirect("cabinet:case", pk)
    context = {"case": matter.case, "protocol": found, "until": remarks_until(found), "form": form}
    return render(request, "portal/remark.html", context, status=422 if form.errors else 200)


@require_GET
@citizen_required
def seen(request: HttpRequest) -> HttpResponse:
    """Everybody who opened my data, in every case (EM-13.3)."""
    user = _user(request)
    page = KeysetPage(who_looked(user), request.GET, order="-at")
    numbers = dict(own_cases(user).filter(pk__in={row.dossier for row in page}).values_list("pk", "number"))
    rows = [(row, purpose_words(row.purpose), numbers.get(row.dossier, "")) for row in page]
    return render(request, "portal/seen.html", {"page": page, "rows": rows})
