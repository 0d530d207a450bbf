"""Categories that nobody has confirmed for three working days are an alarm: then one clerk alone fixed the weights."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from allocation.confirming import overdue_since
from allocation.models import CategoryCheck
from journal.alarms import Alarm, register_alarms


@register_alarms
def unconfirmed() -> Iterator[Alarm]:
    """Courts in which a category waits for its second person for more than three working days."""
    late = CategoryCheck.objects.waiting().filter(since__lt=overdue_since()).values("court__short_code")
    for row in late.annotate(count=Count("pk"), oldest=Min("since")).order_by("court__short_code"):
        where = f"{settings.SELF_SEALED_LOGS}{row['court__short_code']}"
        text = _("Cases whose category and weight wait for a second person longer than three working days: %(count)d.")
        yield Alarm("categories not confirmed", where, row["oldest"], text % {"count": row["count"]})
