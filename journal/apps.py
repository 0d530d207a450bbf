from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from prometheus_client import REGISTRY

from core import manifest
from journal.checks import plot_leads_somewhere


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        """Hold the plot at every start, show the journal's state among the metrics, and its heads in every backup."""
        register(plot_leads_somewhere)
        manifest.describe("heads of the logs", lambda: import_string("journal.tree.heads")())
        REGISTRY.register(import_string("journal.alarms.JournalCollector")())
