from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("decisions", _("Court acts"), "decisions:list", "square-pen", "decisions.view", 50))
register(
    Module("publications", _("Publication of acts"), "decisions:publications", "eye-off", "decisions.anonymise", 55)
)
