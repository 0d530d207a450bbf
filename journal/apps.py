from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from prometheus_client import REGISTRY

from journal.checks import plot_leads_somewhere


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        """Hold the plot at every start, and show the state of the journal among the metrics."""
        register(plot_leads_somewhere)
        REGISTRY.register(import_string("journal.alarms.JournalCollector")())
