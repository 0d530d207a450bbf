"""The page on which one person asks to correct a category and another confirms it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from allocation.corrections import ask_correction, confirm_correction
from allocation.forms import CorrectionForm
from allocation.models import Correction
from cases.models import Case
from core.access import requires


@requires("cases.correct", Case)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask for the correction of a category; when one waits, confirm it."""
    waiting = Correction.objects.filter(draw__dossier=case.pk, confirmed_at=None)
    correction = waiting.select_related("category", "asked_by", "draw__log__court").first()
    if correction:
        return _confirm(request, case, correction)
    form = CorrectionForm(request.POST or None, kind=case.kind, initial={"seen": case.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        facts = {"category": given["category"], "reason": given["reason"], "seen": given["seen"]}
        ask_correction(case, by=cast("User", request.user), **facts)
        messages.success(request, _("The correction waits for a second person."))
        return redirect(case)
    context = {"case": case, "form": form}
    return render(request, "allocation/correct.html", context, status=422 if form.errors else 200)


def _confirm(request: HttpRequest, case: Case, correction: Correction) -> HttpResponse:
    if request.method == "POST":
        confirm_correction(correction, by=cast("User", request.user))
        messages.success(request, _("The category is corrected; the judge stays."))
        return redirect(case)
    is_own = correction.asked_by_id == request.user.pk
    context = {"case": case, "correction": correction, "is_own": is_own}
    return render(request, "allocation/correct_confirm.html", context)
