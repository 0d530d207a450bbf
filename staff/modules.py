from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(Module("staff", _("People of the court"), "staff:people", "users", "staff.view", 20, group="whole"))
register(Module("own-card", _("My leave and file"), "staff:own", "user", "staff.own", 90, group="means"))
