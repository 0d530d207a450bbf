from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("notices", _("Notices"), "notifications:list", "send", "notifications.view", 60))
