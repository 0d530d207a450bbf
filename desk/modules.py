from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("desk", _("Desk"), "desk:desk", "lamp-desk", "desk.view", 10))
