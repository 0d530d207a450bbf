from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from journal.checks import plot_leads_somewhere


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = _("Journal")

    def ready(self) -> None:
        """Hold the plot at every start."""
        register(plot_leads_somewhere)
