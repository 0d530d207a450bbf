from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("writs", _("Enforcement"), "enforcement:writs", "scale", "enforcement.view_writ", 30, group="means"))
register(Module("enforcement", _("Enforcement cases"), "enforcement:cases", "scale", "enforcement.view", 20))
