from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("finance", _("Duty and payments"), "finance:invoices", "coins", "finance.view", 20, group="means"))
