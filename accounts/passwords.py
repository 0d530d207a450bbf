"""Which passwords are refused, in the words of the house; those of the demo are worth nothing outside of it."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_OF_DEMO = re.compile(r"demo-[a-z]+-\d{4}", re.IGNORECASE)


def is_demo_password(password: str) -> bool:
    """Whether the password has the form of those printed by the demo: `demo-leyla-2026`."""
    return bool(_OF_DEMO.fullmatch(password.strip()))


class NotADemoPassword:
    """Refuses the demo's passwords in an installation that is not a demo."""

    def validate(self, password: str, user: Any = None) -> None:
        if not settings.DEMO and is_demo_password(password):
            raise ValidationError(_("This is a password of the demo and known to everybody."), code="demo_password")

    def get_help_text(self) -> str:
        return _("A password of the demo is not accepted.")


class NotTooShort(MinimumLengthValidator):
    """Refuses a password of few characters."""

    def get_error_message(self) -> str:
        return _("The password has fewer than %(least)d characters.") % {"least": self.min_length}


class NotLikeThePerson(UserAttributeSimilarityValidator):
    """Refuses a password made of the name, user name or e-mail."""

    def get_error_message(self) -> str:
        return _("The password is too much like your name, user name or e-mail.")


class NotCommon(CommonPasswordValidator):
    """Refuses a password that very many people have."""

    def get_error_message(self) -> str:
        return _("Too many people have this password; it is the first to be tried.")
