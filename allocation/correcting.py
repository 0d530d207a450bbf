"""The page on which one person asks to correct category or complexity and another confirms it, or does not."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from allocation import corrections as work
from allocation.forms import CorrectionForm
from allocation.forms_methods import AnswerForm
from allocation.models import Correction
from allocation.rules import hundredths
from cases.models import Case
from core.access import requires


@requires("cases.correct", Case)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask for the correction of category or complexity; when one waits, show it and confirm just that one."""
    if request.method == "POST" and "correction" in request.POST:
        return _confirm(request, case, request.POST["correction"])
    waiting = Correction.objects.of_case(case.pk).waiting().first()
    if waiting and request.method == "GET":
        return render(request, "allocation/correct_confirm.html", _context(request, case, waiting, AnswerForm()))
    start = {"seen": case.version, "category": case.category_id, "level": work.level_of(case)}
    form = CorrectionForm(request.POST or None, kind=case.kind, levels=work.choices(case), initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        facts = {"category": given["category"], "reason": given["reason"], "seen": given["seen"]}
        work.ask_correction(case, level=given.get("level"), by=cast("User", request.user), **facts)
        messages.success(request, _("The correction waits for a second person."))
        return redirect(case)
    context = {"case": case, "form": form, "level": work.level_of(case).label}
    return render(request, "allocation/correct.html", context, status=422 if form.errors else 200)


def _confirm(request: HttpRequest, case: Case, number: str) -> HttpResponse:
    """Confirm the correction that the person has read; another one asked for since is not meant."""
    found = Correction.objects.of_case(case.pk).filter(pk=int(number) if number.isascii() and number.isdigit() else 0)
    work.confirm_correction(get_object_or_404(found), by=cast("User", request.user))
    messages.success(request, _("Category and complexity are corrected; the judge stays."))
    return redirect(case)


def _context(request: HttpRequest, case: Case, correction: Correction, form: AnswerForm) -> dict[str, object]:
    is_own = correction.asked_by_id == request.user.pk
    new, old = work.due_weight(correction.draw, case, correction), correction.draw.weight
    facts = {"level": work.level_of(case).label, "old": hundredths(old), "new": hundredths(new), "moves": new != old}
    return {"case": case, "correction": correction, "is_own": is_own, "form": form, **facts}


@requires("cases.correct")
@require_POST
def refuse_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person does not confirm and says why, or the first takes it back."""
    correction = get_object_or_404(Correction.objects.visible_to(request.user).select_related("draw"), pk=pk)
    case = Case.objects.attached().get(pk=correction.draw.dossier)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        held = Correction.objects.of_case(case.pk).get(pk=pk)
        return render(request, "allocation/correct_confirm.html", _context(request, case, held, form), status=422)
    work.refuse_correction(correction, answer=form.cleaned_data["answer"], by=cast("User", request.user))
    messages.info(request, _("The correction is not made; category and complexity stay as they are."))
    return redirect(case)
