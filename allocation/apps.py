from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllocationConfig(AppConfig):
    name = "allocation"
    verbose_name = _("Allocation")

    def ready(self) -> None:
        """Let verify_log also hold loads and judges against the public logs, and alarms tell of draws."""
        import_module("allocation.verifying")
        import_module("allocation.alarms")
        import_module("allocation.backlog")
        import_module("allocation.overdue")
        import_module("allocation.corrections_verifying")
