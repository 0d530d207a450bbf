from django.utils.translation import gettext_lazy as _

from core.rights import Right

RIGHTS = [
    Right("reports.view", "page", _("See the statistics of the court")),
    Right("reports.load", "page", _("See the load of each judge by name")),
    Right("reports.export", "operation", _("Export statistics and the lists behind them")),
]
