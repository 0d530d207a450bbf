"""The figures of the statistics, each a list of rows that is counted: the number and the list cannot disagree.

Sealed cases are counted in all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DateField, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Cast, TruncDate, TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import Status
from cases.models import Case, Deadline
from core import clock
from finance.models import Payment
from hearings.models import Hearing
from hearings.models import State as Sat
from notifications.models import Delivery
from notifications.models import State as Fate
from reports.scope import UNDRAWN, Scope

PENDING = [Status.REGISTERED, Status.ACCEPTED, Status.HEARING]


@dataclass(frozen=True)
class Listed:
    """A figure: its words, the rows that it counts, the field that orders them, and how a row leads to its case."""

    key: str
    label: str | Promise
    rows: Callable[[Scope], QuerySet[Any]]
    order: str
    # From a row to the case; empty when the row is the case itself.
    path: str = ""
    tone: str = ""

    def count(self, scope: Scope) -> int:
        """The number that the page shows."""
        return self.rows(scope).count()


def _of_cases(scope: Scope) -> Any:
    return _narrowed(Case.objects.filter(court=scope.court), scope)


def _narrowed(rows: QuerySet[Any], scope: Scope, path: str = "") -> QuerySet[Any]:
    """Rows of the kind and the judge that are asked for."""
    if scope.kind:
        rows = rows.filter(**{f"{path}kind__code": scope.kind})
    if scope.judge == UNDRAWN:
        rows = rows.filter(**{f"{path}judge": None})
    elif scope.judge:
        rows = rows.filter(**{f"{path}judge": scope.judge})
    return rows


def _on(field: str) -> Callable[[Scope], QuerySet[Any]]:
    """Cases in which this happened on a day of the period."""
    return lambda scope: _of_cases(scope).filter(**{f"{field}__gte": scope.first, f"{field}__lte": scope.last})


def _registered(scope: Scope) -> QuerySet[Any]:
    rows = _of_cases(scope)
    return rows.filter(registered_at__gte=scope.begins_at, registered_at__lt=scope.ends_at)  # type: ignore[no-any-return]


def _pending(scope: Scope) -> QuerySet[Any]:
    return _of_cases(scope).filter(status__in=PENDING)  # type: ignore[no-any-return]


def _payments(scope: Scope) -> QuerySet[Any]:
    rows = Payment.objects.filter(invoice__case__court=scope.court, paid_on__gte=scope.first, paid_on__lte=scope.last)
    return _narrowed(rows, scope, "invoice__case__")


def _held(scope: Scope) -> QuerySet[Any]:
    rows = Hearing.objects.filter(
        body=scope.court, starts_at__gte=scope.begins_at, starts_at__lt=scope.ends_at, sitting__state=Sat.ENDED
    )
    return _narrowed(rows, scope, "case__")


def _failed(scope: Scope) -> QuerySet[Any]:
    rows = Delivery.objects.filter(
        body=scope.court, created_at__gte=scope.begins_at, created_at__lt=scope.ends_at, state=Fate.FAILED
    )
    return _narrowed(rows.filter(dossier__case__isnull=False), scope, "dossier__case__")


def _overdue(scope: Scope) -> QuerySet[Any]:
    """Terms whose last day fell into the period and that still run or were met too late; a lapsed right is not late."""
    over = Q(closed_on=None, due_on__lt=clock.today()) | Q(closed_on__gt=F("due_on"))
    rows = Deadline.objects.filter(over, case__court=scope.court, due_on__gte=scope.first, due_on__lte=scope.last)
    return _narrowed(rows, scope, "case__")


FIGURES = {
    figure.key: figure
    for figure in [
        Listed("registered", _("Registered"), _registered, "-registered_at"),
        Listed("accepted", _("Accepted to proceedings"), _on("accepted_on"), "-accepted_on"),
        Listed("decided", _("Decided"), _on("decided_on"), "-decided_on"),
        Listed("in_force", _("Entered into force"), _on("in_force_on"), "-in_force_on"),
        Listed("enforced", _("Sent to enforcement"), _on("sent_to_enforcement_on"), "-sent_to_enforcement_on"),
        Listed("pending", _("Pending now"), _pending, "-registered_at"),
        Listed("payments", _("Duty payments"), _payments, "-paid_on", "invoice__case"),
        Listed("hearings", _("Hearings held"), _held, "-starts_at", "case"),
        Listed("failed", _("Deliveries failed"), _failed, "-created_at", "dossier__case", "late"),
        Listed("overdue", _("Terms overdue"), _overdue, "-due_on", "case", "late"),
    ]
}


def paid(scope: Scope) -> Decimal:
    """State duty that came in during the period, AZN."""
    return _payments(scope).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


_LASTED = ExpressionWrapper(
    Cast("decided_on", DateField()) - TruncDate("registered_at", tzinfo=clock.BAKU), DurationField()
)


def average_days(scope: Scope) -> int | None:
    """Days from registration to judgment, on average over the cases decided in the period."""
    lasted = FIGURES["decided"].rows(scope).aggregate(lasted=Avg(_LASTED))["lasted"]
    return round(lasted.total_seconds() / 86400) if lasted is not None else None


def by_month(scope: Scope, key: str) -> list[tuple[str, int]]:
    """How many in each month of the period: registered by their moment in Baku, the rest by their day."""
    field = FIGURES[key].order.lstrip("-")
    month = TruncMonth(field, tzinfo=clock.BAKU) if field.endswith("_at") else TruncMonth(field)
    rows = FIGURES[key].rows(scope).annotate(month=month).values("month").annotate(n=Count("pk")).order_by("month")
    found = {f"{row['month']:%m.%Y}": row["n"] for row in rows}
    return [(month, found.get(month, 0)) for month in months(scope)]


def months(scope: Scope) -> list[str]:
    """The months that the period touches."""
    first, last = scope.first.year * 12 + scope.first.month - 1, scope.last.year * 12 + scope.last.month - 1
    return [f"{at % 12 + 1:02}.{at // 12}" for at in range(first, last + 1)]


def by(scope: Scope, group: str, keys: tuple[str, ...]) -> dict[Any, dict[str, int]]:
    """Figures for each judge or kind: {judge: {"registered": 3, …}}; one query a figure."""
    found: dict[Any, dict[str, int]] = {}
    for key in keys:
        rows = FIGURES[key].rows(scope).order_by().values_list(group).annotate(n=Count("pk"))
        for one, count in rows:
            found.setdefault(one, dict.fromkeys(keys, 0))[key] = count
    return found


def days_by(scope: Scope, group: str) -> dict[Any, int]:
    """Average days to judgment for each judge or kind."""
    rows = FIGURES["decided"].rows(scope).order_by().values_list(group).annotate(lasted=Avg(_LASTED))
    return {one: round(lasted.total_seconds() / 86400) for one, lasted in rows if lasted is not None}
