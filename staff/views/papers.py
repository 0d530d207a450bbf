"""Orders and papers of the personnel office, the staffing table, import and export."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import listing, shown
from core.access import holds, requires
from core.serving import served
from core.tables import csv_table
from journal.access import saw
from journal.actions import record
from staff import events, forms, importing, keeping, orders
from staff.models import Appointment, Board, FileEntry, FileKind, Order, OrderKind, Post
from staff.presence import TableLine, staffing
from staff.views.people import body_of, with_kinds

ORDERS = {"date": "made_on", "number": "id"}
ASKS_AND_DOES = require_http_methods(["GET", "POST"])


@requires("staff.view_orders")
@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    """Orders of the court on its people, newest first."""
    body = body_of(request, "staff.view_orders")
    rows = orders.shown_to(Order.objects.filter(body=body), request.user, body)  # type: ignore[arg-type]
    kind = request.GET.get("kind", "")
    rows = rows.filter(kind=kind) if kind in OrderKind.values else rows
    labels = {"number": _("Number"), "date": _("Date"), "kind": _("Kind"), "who": _("About whom"), "by": _("Signed by")}
    context = {
        "body": body,
        "page": listing.page_of(rows.select_related("member__user", "signed_by"), request.GET, orders=ORDERS,
                                default="-made_on"),
        "columns": listing.columns(request.GET, labels, ORDERS),
        "kinds": OrderKind.choices,
        "kind": kind,
    }  # fmt: skip
    return render(request, "staff/orders.html", context)


def _readable(request: HttpRequest, order: Order) -> Order:
    """The order, unless it says what the reader may not read."""
    if not orders.may_read(order, request.user):  # type: ignore[arg-type]
        raise Http404
    return order


@requires("staff.view_orders", Order, seen_by="staff.view_orders")
@ASKS_AND_DOES
def order(request: HttpRequest, order: Order) -> HttpResponse:
    """One order as a paper to print; the signed paper is kept with it."""
    _readable(request, order)
    may_keep = not order.paper_id and holds(request.user, "staff.order", order)
    form = forms.PaperForm(request.POST or None, request.FILES or None) if may_keep else None
    if form and form.is_valid():
        orders.keep_paper(order, paper=form.cleaned_data["paper"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The signed paper is kept."))
        return redirect(order)
    context = {"order": order, "form": form}
    return render(request, "staff/order.html", context, status=422 if form and form.errors else 200)


@requires("staff.view_orders", Order, seen_by="staff.view_orders")
@require_GET
def order_paper(request: HttpRequest, order: Order) -> HttpResponse:
    """The signed paper of an order."""
    _readable(request, order)
    if order.paper is None:
        raise Http404
    return served(order.paper, order.paper_name)


@requires("staff.order")
@ASKS_AND_DOES
def new_order(request: HttpRequest) -> HttpResponse:
    """Enter an order that the head of the court signed."""
    body = body_of(request, "staff.order")
    form = forms.OrderForm(request.POST or None, request.FILES or None, body=body)
    if form.is_valid():
        if form.cleaned_data["kind"] == OrderKind.DISCIPLINE and not holds(request.user, "staff.discipline", body):
            raise Http404
        made = orders.make_order(body, **form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The order is entered under %(number)s.") % {"number": made.number})
        return redirect(made)
    context = {"form": form, "title": _("Enter an order"), "do": _("Enter"), "back": reverse("staff:orders")}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


@requires("staff.personal_file", FileEntry, seen_by="staff.personal_file")
@require_GET
def file_paper(request: HttpRequest, line: FileEntry) -> HttpResponse:
    """The paper of a line of the personal file; opening it is written down."""
    hidden = line.kind == FileKind.DISCIPLINE and not holds(request.user, "staff.discipline", line)
    if line.paper is None or hidden:
        raise Http404
    saw(request.user, [f"staff:{line.member_id}"], None, "personal file")  # type: ignore[arg-type]
    return served(line.paper, line.paper_name)


@requires("staff.view_table")
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """The staffing table: places, who holds them, vacancies; and the boards of the court."""
    body = body_of(request, "staff.view_table")
    lines = staffing(body)
    context = {
        "body": body,
        "lines": lines,
        "places": sum(line.post.places for line in lines),
        "held": sum(line.held for line in lines),
        "vacant": sum(line.vacant for line in lines),
        "boards": with_kinds(body.boards.order_by("name")),
        "only_vacant": request.GET.get("vacant", ""),
    }
    return render(request, "staff/table.html", context)


def _row(request: HttpRequest, form: Any, save: Any, title: str) -> HttpResponse:
    if form.is_valid():
        save(form.save(commit=False), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("staff:table")
    context = {"form": form, "title": title, "do": _("Save"), "back": reverse("staff:table")}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


@requires("staff.change_table")
@ASKS_AND_DOES
def new_post(request: HttpRequest) -> HttpResponse:
    """Add a line to the staffing table."""
    form = forms.PostForm(request.POST or None, instance=Post(body=body_of(request, "staff.change_table"), places=1))
    return _row(request, form, keeping.save_post, _("New line of the staffing table"))


@requires("staff.change_table", Post, seen_by="staff.view_table")
@ASKS_AND_DOES
def post(request: HttpRequest, post: Post) -> HttpResponse:
    """Change a line of the staffing table."""
    return _row(request, forms.PostForm(request.POST or None, instance=post), keeping.save_post, str(post))


@requires("staff.change_table")
@ASKS_AND_DOES
def new_board(request: HttpRequest) -> HttpResponse:
    """Make a board."""
    form = forms.BoardForm(request.POST or None, instance=Board(body=body_of(request, "staff.change_table")))
    return _row(request, form, keeping.save_board, _("New board"))


@requires("staff.change_table", Board, seen_by="staff.view_table")
@ASKS_AND_DOES
def board(request: HttpRequest, board: Board) -> HttpResponse:
    """Change a board."""
    return _row(request, forms.BoardForm(request.POST or None, instance=board), keeping.save_board, board.name)


@requires("staff.export")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The people of the court and their posts as a table, which the import reads again."""
    body = body_of(request, "staff.export")
    rows = Appointment.objects.current().filter(member__body=body).order_by("member__sort_key", "pk")
    people = list(rows.select_related("member__user", "member__body", "post__board"))
    if people:
        with transaction.atomic():
            record(events.EXPORTED, on=people[0].member, by=request.user, people=len(people))  # type: ignore[arg-type]
    return csv_table(f"staff-{body.short_code}", importing.lines_of(people))


@requires("staff.export")
@require_GET
def export_table(request: HttpRequest) -> HttpResponse:
    """The staffing table as a table: posts, places, who holds them, what is vacant."""
    body = body_of(request, "staff.export")
    lines = staffing(body)
    if lines:
        with transaction.atomic():
            people = sum(len(line.holders) for line in lines)
            record(events.EXPORTED, on=lines[0].post, by=request.user, people=people)  # type: ignore[arg-type]
    head = [_("Post"), _("Board"), _("Places"), _("Held"), _("Vacant"), _("Who"), _("Access given")]
    return csv_table(f"staffing-{body.short_code}", [head, *map(_cells, lines)])


def _cells(line: TableLine) -> list[Any]:
    post, holders = line.post, ", ".join(one.member.name for one in line.holders)
    counted = [post.places, shown.number(line.held, 2), shown.number(line.vacant, 2)]
    return [post.note or post.get_title_display(), post.board or "", *counted, holders, post.role or ""]


@requires("staff.import")
@ASKS_AND_DOES
def take_table(request: HttpRequest) -> HttpResponse:
    """Bring people in by a table: all of it, or nothing and a report of what is wrong."""
    body = body_of(request, "staff.import")
    form, report = forms.ImportForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        content = form.cleaned_data["file"].read(importing.MOST_BYTES)
        report = importing.import_people(body, content, by=request.user)  # type: ignore[arg-type]
        if report.written:
            messages.success(request, _("People taken in: %(count)s.") % {"count": report.written})
            return redirect("staff:people")
        if not report.wrong:
            report.wrong.append((1, _("The table has no lines.")))
    context = {"form": form, "report": report, "columns": importing.COLUMNS, "needed": importing.NEEDED,
               "titles": [line.post for line in staffing(body)]}  # fmt: skip
    return render(request, "staff/import.html", context, status=422 if form.errors or report else 200)
