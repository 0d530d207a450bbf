from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("hearings", _("Hearings"), "hearings:week", "calendar", "hearings.view", 50))
