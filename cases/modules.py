from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("cases", _("Cases"), "cases:docket", "folder", "cases.view", 20))
register(Module("register", _("Registration"), "cases:register", "file-plus", "cases.register", 30))
