"""What is owed, what came in, and the duty before a claim is registered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.models import Case
from core import listing
from core.access import holds, requires
from core.errors import Refused
from finance.actions import received, record_payment
from finance.forms import PaymentForm
from finance.models import Invoice, InvoiceState
from finance.preview import previewed

ORDERS = {"made": "made_at", "amount": "amount"}


@requires("finance.view")
@require_GET
def invoices(request: HttpRequest) -> HttpResponse:
    """Invoices of the court, the unpaid first asked for."""
    state = request.GET.get("state", InvoiceState.OPEN)
    rows = Invoice.objects.visible_to(request.user, "finance.view").select_related("case__court", "case__judge__user")
    if state in InvoiceState.values:
        rows = rows.filter(state=state)
    labels = {
        "made": gettext_lazy("Reckoned"),
        "case": gettext_lazy("Case"),
        "parties": gettext_lazy("Parties"),
        "amount": gettext_lazy("Amount, AZN"),
        "state": gettext_lazy("State"),
    }
    context: dict[str, Any] = {
        "page": listing.page_of(rows, request.GET, orders=ORDERS, default="-made_at"),
        "columns": listing.columns(request.GET, labels, ORDERS),
        "states": [("all", _("all")), *InvoiceState.choices],
        "state": state,
        "may_record": holds(request.user, "finance.record_payment"),
    }
    return render(request, "finance/invoices.html", context)


@requires("finance.record_payment", Invoice)
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, invoice: Invoice) -> HttpResponse:
    """Record a payment on an invoice."""
    rest = invoice.amount - received(invoice)
    form = PaymentForm(request.POST or None, initial={"amount": rest})
    if request.method == "POST" and form.is_valid():
        try:
            record_payment(invoice, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, error.reasons)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The payment is recorded."))
            return redirect(invoice.case)
    context = {"invoice": invoice, "case": invoice.case, "form": form, "rest": rest}
    return render(request, "finance/pay.html", context, status=422 if form.errors else 200)


@requires("cases.register")
@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """The duty of a claim that is being typed; writes nothing."""
    return render(request, "finance/preview.html", {"duty": previewed(request.GET)})


def tab(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Duty and payments of one case."""
    found = list(Invoice.objects.filter(case=case).prefetch_related("payments__recorded_by").order_by("pk"))
    return {"invoices": found, "may_record": holds(request.user, "finance.record_payment", case)}
