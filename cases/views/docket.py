"""The docket: the court's cases, filtered by what people ask for, in an address that can be sent."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cases.filters import DocketFilter
from cases.models import Case, CaseQuerySet
from core import listing, shown
from core.access import holds, requires

ORDERS = {"registered": "registered_at", "price": "claim_price", "hearing": "next_hearing_at"}
EXPORT_ROWS = 5000


def _rows(request: HttpRequest) -> tuple[DocketFilter, CaseQuerySet]:
    form = DocketFilter(request.GET, user=request.user)
    return form, form.narrow(Case.objects.visible_to(request.user, "cases.view"))


@requires("cases.view")
@require_GET
def docket(request: HttpRequest) -> HttpResponse:
    """One page of the docket."""
    form, rows = _rows(request)
    page = listing.page_of(rows.for_docket(), request.GET, orders=ORDERS, default="-registered_at")
    labels = {
        "registered": _("Registered"),
        "number": _("Case"),
        "parties": _("Parties"),
        "judge": _("Judge"),
        "hearing": _("Next hearing"),
        "stage": _("Stage"),
    }
    context: dict[str, Any] = {
        "page": page,
        "form": form,
        "columns": listing.columns(request.GET, labels, ORDERS),
        "may_register": holds(request.user, "cases.register"),
        "may_export": holds(request.user, "cases.export"),
        "query": request.GET.urlencode(),
    }
    return render(request, "cases/docket.html", context)


@requires("cases.export")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The docket as a table for a spreadsheet; a field without its right is absent."""
    _form, rows = _rows(request)
    sees_price = holds(request.user, "cases.claim_price")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cases.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    heads = [_("Number"), _("Registered"), _("Category"), _("Parties"), _("Judge"), _("Stage")]
    writer.writerow([*heads, *([_("Claim price, AZN")] if sees_price else [])])
    for case in rows.for_docket().order_by("-registered_at", "-pk")[:EXPORT_ROWS]:
        line = [case.number, shown.moment(case.registered_at), case.category, case.parties_line, case.judge or ""]
        line += [case.get_status_display(), *([shown.amount(case.claim_price)] if sees_price else [])]
        writer.writerow([_harmless(str(value)) for value in line])
    return response


def _harmless(value: str) -> str:
    """A cell that a spreadsheet would run as a formula is shown as text."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t"} else value
