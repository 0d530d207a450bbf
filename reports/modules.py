from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("reports", _("Reports"), "reports:statistics", "chart-column", "reports.view", 10, group="whole"))
