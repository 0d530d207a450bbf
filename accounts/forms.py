"""Forms of entry: allauth's own, drawn as the court draws forms, with its words."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.addresses import client_address
from accounts.passwords import is_demo_password
from accounts.sign_ins import sign_in_failed

NEW_PASSWORD = _("Not your name, user name or e-mail, and none that many people have.")


def _plain(form: forms.Form, **labels: Any) -> None:
    """Labels above the fields, no grey words inside them, no hint that repeats the page."""
    form.label_suffix = ""
    for name, label in labels.items():
        form.fields[name].label, form.fields[name].help_text = label, ""
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password of court staff."""

    refusal = _("You are not signed in")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("User name"), password=_("Password"))
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}

    def _clean_with_password(self, credentials: dict[str, Any]) -> Any:
        cleaned = super()._clean_with_password(credentials)
        if any(posting.role.needs_asan for posting in self.user.postings_today):
            self._refuse("needs_asan", _("Your role signs in through ASAN login only."))
        if not settings.DEMO and is_demo_password(credentials["password"]):
            self._refuse("demo_password", _("This is a password of the demo and known to everybody."))
        return cleaned

    def _refuse(self, reason: str, words: Any) -> None:
        sign_in_failed(self.user.username, reason=reason, address=client_address(self.request))
        raise forms.ValidationError(words, code=reason)


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """The address to which the link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("E-mail"))


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, twice, after a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1=_("New password"), password2=_("New password again"))
        self.fields["password1"].help_text = NEW_PASSWORD


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"oldpassword": _("Present password"), "password1": _("New password")}
        _plain(self, **words, password2=_("New password again"))
        self.fields["password1"].help_text = NEW_PASSWORD


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before a weighty change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=_("Password"))


def _code_field(form: forms.Form) -> None:
    _plain(form, code=_("Code"))
    form.fields["code"].widget.attrs |= {"autofocus": True, "class": "narrow num", "autocomplete": "one-time-code"}


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """Six digits of the authenticator, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self)


class CodeAgainForm(SecondAgainForm):  # type: ignore[misc]
    """A code once more, before a weighty change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self)


class EnrolForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code, which proves that the authenticator was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
