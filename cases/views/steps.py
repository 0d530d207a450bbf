"""Steps that a person takes from the case page, each a form of one button or a page that asks first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import secrecy
from cases.actions import accept_case, cancel_registration, do_task, write_note
from cases.filing import file_paper
from cases.forms import CancelForm, FilingForm, NoteForm, SecrecyForm
from cases.models import Case, Task
from core.access import requires
from core.errors import Refused
from core.web import seen


@requires("cases.accept", Case)
@require_POST
def accept(request: HttpRequest, case: Case) -> HttpResponse:
    """Take the case into proceedings."""
    accept_case(case, seen=seen(request), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The case is accepted to proceedings; its terms have begun."))
    return redirect(case)


@requires("cases.cancel", Case)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask for the ground, then cancel the registration."""
    form = CancelForm(request.POST or None, initial={"seen": case.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        cancel_registration(case, ground=given["ground"], seen=given["seen"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The registration is cancelled; the number stays taken."))
        return redirect(case)
    return render(request, "cases/cancel.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@requires("cases.end_secrecy", Case)
@require_http_methods(["GET", "POST"])
def end_secrecy(request: HttpRequest, case: Case) -> HttpResponse:
    """Show what the end of the secrecy does, ask for its ground, then end it."""
    form = SecrecyForm(request.POST or None, initial={"seen": case.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        secrecy.end_secrecy(case, ground=given["ground"], seen=given["seen"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The secrecy has ended; the draw of the case is published."))
        return redirect(case)
    if reasons := list(secrecy.obstacles(case)):
        raise Refused(*reasons)
    status = 422 if form.errors else 200
    return render(request, "cases/end_secrecy.html", {"case": case, "form": form}, status=status)


@requires("cases.file", Case)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, case: Case) -> HttpResponse:
    """Bring a paper into the case."""
    form = FilingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            file_paper(case, kind=given["kind"], title=given["title"], upload=given["paper"], by=request.user)
        except Refused as error:
            form.add_error("paper", error.reasons)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The paper is in the case."))
            return redirect(f"{case.get_absolute_url()}filings/")
    return render(request, "cases/file.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@requires("cases.note", Case)
@require_POST
def note(request: HttpRequest, case: Case) -> HttpResponse:
    """Write a note."""
    form = NoteForm(request.POST)
    if form.is_valid():
        readers = [request.user] if form.cleaned_data["is_private"] else []
        write_note(case, text=form.cleaned_data["text"], readers=readers, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The note is written."))
    else:
        messages.error(request, _("A note needs some words."))
    return redirect(f"{case.get_absolute_url()}notes/")


@requires("cases.tasks", Task)
@require_POST
def task_done(request: HttpRequest, task: Task) -> HttpResponse:
    """Tick off a task of the court."""
    do_task(task, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The task is done."))
    return redirect(request.POST.get("next") or "desk:desk") if _is_ours(request) else redirect("desk:desk")


def _is_ours(request: HttpRequest) -> bool:
    return request.POST.get("next", "").startswith("/") and not request.POST.get("next", "").startswith("//")
