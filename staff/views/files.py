"""Personal files: lines written, corrected and struck, with what stood there before; and the yearly leave."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import holds, requires
from staff import forms, keeping
from staff.models import FileEntry, FileKind, Member
from staff.views.deeds import asked

ASKS_AND_DOES = require_http_methods(["GET", "POST"])
FACTS = ("kind", "title", "place", "from_on", "to_on")


@requires("staff.write_file", Member, seen_by="staff.personal_file")
@ASKS_AND_DOES
def file(request: HttpRequest, member: Member) -> HttpResponse:
    """Write a line in the personal file."""
    form = forms.FileForm(request.POST or None, request.FILES or None, user=request.user, on=member)
    if form.is_valid():
        keeping.write_file(member, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The line stands in the personal file."))
        return redirect(member)
    return asked(request, form, title=_("Personal file: %(name)s") % {"name": member.name}, do=_("Write it down"),
                 back=member.get_absolute_url())  # fmt: skip


def _readable(request: HttpRequest, line: FileEntry) -> FileEntry:
    """The line, unless it ever was of discipline and the reader may not read of that."""
    kinds = {line.kind, *line.history.values_list("kind", flat=True)}
    if FileKind.DISCIPLINE in kinds and not holds(request.user, "staff.discipline", line):
        raise Http404
    return line


@requires("staff.write_file", FileEntry, seen_by="staff.personal_file")
@ASKS_AND_DOES
def line(request: HttpRequest, line: FileEntry) -> HttpResponse:
    """Correct a line; below it stands what was written before, when and by whom."""
    _readable(request, line)
    start = {name: getattr(line, name) for name in FACTS}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.FileForm(*sent, user=request.user, on=line.member, initial=start)
    if form.is_valid():
        mark = request.POST.get("mark", "")
        keeping.correct_line(line, seen=mark, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The line is corrected; what stood there before is kept."))
        return redirect(line.member)
    return _page(request, line, form, forms.StrikeForm())


def _page(request: HttpRequest, line: FileEntry, form: Any, strike_form: Any) -> HttpResponse:
    context = {
        "line": line,
        "person": line.member,
        "form": form,
        "strike_form": strike_form,
        "mark": request.POST.get("mark") or line.mark,
        "versions": list(line.history.select_related("history_user").order_by("-history_date", "-history_id")),
    }
    return render(request, "staff/line.html", context, status=422 if form.errors or strike_form.errors else 200)


@requires("staff.write_file", FileEntry, seen_by="staff.personal_file")
@require_http_methods(["POST"])
def strike(request: HttpRequest, line: FileEntry) -> HttpResponse:
    """Strike a line with a reason."""
    _readable(request, line)
    form = forms.StrikeForm(request.POST)
    if not form.is_valid():
        start = {name: getattr(line, name) for name in FACTS}
        return _page(request, line, forms.FileForm(user=request.user, on=line.member, initial=start), form)
    mark = request.POST.get("mark", "")
    keeping.strike_line(line, seen=mark, why=form.cleaned_data["why"], by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The line is struck; it stays in the file."))
    return redirect(line.member)


@requires("staff.write_file", Member, seen_by="staff.personal_file")
@ASKS_AND_DOES
def leave(request: HttpRequest, member: Member) -> HttpResponse:
    """Set what the yearly leave hangs on."""
    form = forms.LeaveForm(request.POST or None, instance=member)
    if form.is_valid():
        keeping.set_leave(member, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The yearly leave is set."))
        return redirect(member)
    return asked(request, form, title=_("Yearly leave: %(name)s") % {"name": member.name}, do=_("Save"),
                 note=_("Days for long service are added by themselves (ƏM 116)."),
                 back=member.get_absolute_url())  # fmt: skip
