"""Orders on people as papers: the PDF that is signed, filed and handed to whom it concerns."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_GET

from core.access import requires
from core.words import date_in_words
from documents import barcodes
from documents.printing import print_paper
from staff.models import Order
from staff.orders import OF_ORDERS, may_read


@requires("desk.view")
@require_GET
def order_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The order as a PDF, for who reads the orders of the court and for whom it concerns."""
    rows = Order.objects.select_related("body", "member", "signed_by")
    order: Order = get_object_or_404(rows, pk=pk)
    user: Any = request.user
    if not may_read(order, user):
        raise Http404(pk)
    response = HttpResponse(printed(order), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="order-{order.year}-{order.sequence}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def printed(order: Order) -> bytes:
    """The order on the paper of the court, in the language of the state."""
    with translation.override(OF_ORDERS):
        return print_paper("prints/order.html", _facts(order))


def _facts(order: Order) -> dict[str, Any]:
    body, address = order.body, f"{settings.PUBLIC_URL}{order.get_absolute_url()}"
    return {
        "court": body.name_az,
        "court_address": body.address,
        "court_phone": body.phone,
        "order_number": order.number,
        "kind": order.get_kind_display(),
        "made_on": date_in_words(order.made_on),
        "city": body.city,
        "about": order.member.name if order.member else "",
        "text": order.text,
        "signed_by": str(order.signed_by),
        # The code leads to the order itself, for who may read it.
        "code": order.number,
        "verify_url": address,
        "qr": barcodes.qr(address),
    }
