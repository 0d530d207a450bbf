"""Cases are drawn as they come, all day (QM-2): too many that wait in one court are an alarm."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from allocation.tasks import SETTLING
from cases.lifecycle import Status
from cases.models import Case
from core import clock
from journal.alarms import Alarm, register_alarms


@register_alarms
def backlog() -> Iterator[Alarm]:
    """Courts in which more registered cases wait for a judge than the setting allows."""
    undrawn = Case.objects.filter(judge=None, is_imported=False, status=Status.REGISTERED)
    waiting = undrawn.filter(registered_at__lt=clock.now() - SETTLING).values("court__code")
    for row in waiting.annotate(count=Count("pk"), since=Min("registered_at")).order_by("court__code"):
        if row["count"] > settings.DRAW_BACKLOG:
            text = _("%(count)d cases wait for a judge; the draw does not keep up.") % {"count": row["count"]}
            yield Alarm("draws wait", row["court__code"], row["since"], text)
