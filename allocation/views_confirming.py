"""Category and weight of registered cases, looked at by a second person: one by one, or several at once."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from allocation import confirming as work
from allocation.models import CategoryCheck, Correction, Draw
from allocation.rules import hundredths
from cases.models import Case
from core.access import holds, requires
from core.errors import Refused
from core.listing import page_of
from core.paging import ROWS

MOST = 1000  # counted no further


@requires("allocation.confirm_category")
@require_GET
def categories(request: HttpRequest) -> HttpResponse:
    """All cases of the person's court that wait for a second person, the oldest first."""
    rows = CategoryCheck.objects.visible_to(request.user).waiting()
    page: Any = page_of(rows.annotate(is_asked=work.asked_now()).for_list(), request.GET, orders={}, default="since")
    weights = _weights([check.pk for check in page])
    late = work.overdue_since()
    context = {
        "page": page,
        "rows": [(check, hundredths(weights.get(check.pk, check.case.weight)), check.since < late) for check in page],
        "count": rows[:MOST].count(),
        "may_choose": any(_may_choose(check, request.user) for check in page),
    }
    return render(request, "allocation/categories.html", context)


def _may_choose(check: Any, user: Any) -> bool:
    return check.registered_by_id != user.pk and not check.is_asked


def _weights(cases: list[int]) -> dict[int, int]:
    """What each case weighs by its newest draw, in hundredths of a plain one."""
    drawn = Draw.objects.filter(dossier__in=cases).order_by("attempt")
    return dict(drawn.values_list("dossier", "weight"))


@requires("allocation.confirm_category")
@require_POST
def confirm_categories(request: HttpRequest) -> HttpResponse:
    """Confirm all chosen cases, or none with every reason."""
    chosen = {int(number) for number in request.POST.getlist("rows") if number.isascii() and number.isdigit()}
    if not chosen or len(chosen) > ROWS:
        raise Refused(_("Choose the cases of one page first; nothing was confirmed."))
    seen = CategoryCheck.objects.visible_to(request.user).filter(pk__in=chosen)
    if seen.count() != len(chosen):
        raise Http404
    count = work.confirm_categories(chosen, by=cast("User", request.user))
    words = ngettext("%(count)d case is confirmed.", "%(count)d cases are confirmed.", count)
    messages.success(request, words % {"count": count})
    return redirect("allocation:categories")


@requires("allocation.confirm_category", Case, seen_by="cases.view")
@require_http_methods(["GET", "POST"])
def confirm_category(request: HttpRequest, case: Case) -> HttpResponse:
    """Show what registration fixed, then confirm it."""
    rows = CategoryCheck.objects.filter(pk=case.pk).annotate(is_asked=work.asked_now())
    check: Any = get_object_or_404(rows.select_related("registered_by", "decided_by", "case"))
    if request.method == "POST":
        work.confirm_category(case, by=cast("User", request.user))
        messages.success(request, _("Category and weight are confirmed."))
        return redirect(case)
    context = {
        "case": case,
        "check": check,
        "weight": hundredths(_weights([case.pk]).get(case.pk, case.weight)),
        "barred": list(work.obstacles(check, cast("User", request.user), is_asked=check.is_asked)),
        "correction": Correction.objects.of_case(case.pk).waiting().first() if check.is_asked else None,
        "may_correct": check.is_waiting and case.drawn_at and holds(request.user, "cases.correct", case),
    }
    return render(request, "allocation/confirm_category.html", context)
