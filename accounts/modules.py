from django.utils.translation import gettext_lazy as _

from core.navigation import Module, register

register(
    Module(
        "administration",
        _("Administration"),
        "admin:index",
        "settings-2",
        right="accounts.administer",
        order=90,
        group="whole",
    )
)
