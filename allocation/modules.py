from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("allocation", _("Electronic draw"), "allocation:queue", "shuffle", "allocation.view", 40))
register(
    Module(
        "levers", _("Rules of the draw"), "allocation:levers", "sliders-horizontal", "allocation.levers", 45, "whole"
    )
)
