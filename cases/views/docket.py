"""The docket: the court's cases, filtered by what people ask for, in an address that can be sent."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cases.filters import DocketFilter
from cases.lifecycle import Status
from cases.models import Case
from core import listing, shown
from core.access import holds, requires
from core.tables import csv_table

ORDERS = {"registered": "registered_at", "price": "claim_price", "hearing": "next_hearing_at"}
EXPORT_ROWS = 5000


# What one row shows, and no more: a page has fifty of them.
SHOWN = (
    *("number", "registered_at", "parties_line", "status", "duty_settled_on", "next_hearing_at", "next_hearing_place"),
    *("category__name_az", "category__name_en", "category__name_ru", "judge__user__surname", "judge__user__given_name"),
)
FILTERS_KEPT = 60  # seconds for which the drawn filters are kept


@requires("cases.view")
@require_GET
def docket(request: HttpRequest) -> HttpResponse:
    """One page of the docket."""
    form = DocketFilter(request.GET, user=request.user)
    rows = form.narrow(Case.objects.select_related("category", "judge__user").only(*SHOWN))
    parts = rows.visible_parts(request.user, "cases.view")
    page = listing.page_of(parts, request.GET, orders=ORDERS, default="-registered_at")
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
        "rows": list(_rows(page)),
        "form": form,
        "filters_kept": FILTERS_KEPT,
        "filters_of": sorted(form.bodies),
        "columns": listing.columns(request.GET, labels, ORDERS),
        "may_register": holds(request.user, "cases.register"),
        "may_export": holds(request.user, "cases.export"),
        "query": request.GET.urlencode(),
    }
    return render(request, "cases/docket.html", context)


def _rows(page: Iterable[Case]) -> Iterator[dict[str, Any]]:
    """The lines of the docket in words."""
    drawn = format_html('<span class="soon">{}</span>', _("being drawn"))
    unpaid = format_html(' <small class="late">{}</small>', _("duty not paid"))
    stages = {status.value: str(status.label) for status in Status}
    for case in page:
        owes = case.is_open and not case.duty_settled_on
        yield _row(case) | {
            "judge": str(case.judge) if case.judge else drawn,
            "stage": stages[case.status],
            "owed": unpaid if owes else "",
        }


def _row(case: Case) -> dict[str, Any]:
    return {
        "url": case.get_absolute_url(),
        "number": shown.case_number(case.number),
        "category": case.category.name,
        "day": shown.day(case.registered_at),
        "hour": shown.hour(case.registered_at),
        "parties": case.parties_line,
        "hearing": shown.moment(case.coming_hearing_at) or "–",
        "place": case.next_hearing_place if case.coming_hearing_at else "",
    }


@requires("cases.export")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The docket as a table for a spreadsheet; a field without its right is absent."""
    rows = DocketFilter(request.GET, user=request.user).narrow(Case.objects.visible_to(request.user, "cases.view"))
    sees_price = holds(request.user, "cases.claim_price")
    return csv_table("cases", _lines(rows, sees_price=sees_price))


def _lines(rows: Any, *, sees_price: bool) -> Iterator[list[Any]]:
    heads = [_("Number"), _("Registered"), _("Category"), _("Parties"), _("Judge"), _("Stage")]
    yield [*heads, *([_("Claim price, AZN")] if sees_price else [])]
    for case in rows.for_docket().order_by("-registered_at", "-pk")[:EXPORT_ROWS]:
        line = [case.number, shown.moment(case.registered_at), case.category, case.parties_line, case.judge or ""]
        yield [*line, case.get_status_display(), *([shown.amount(case.claim_price)] if sees_price else [])]
