"""How allauth signs people in here: court staff by password, citizens and officers by ASAN login, nobody by e-mail."""

import base64
import hashlib
from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from axes.utils import reset as unlock
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import events, sign_ins
from accounts.addresses import client_address
from accounts.citizens import user_of
from accounts.models import User
from integrations.asan_login.adapter import person_of

log = structlog.get_logger(__name__)


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in of court staff; there is no sign-up, and every sign-in is written down."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The user name or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "incorrect_code": _("The code is wrong or has expired."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes."),
        "rate_limited": _("Too many attempts. Wait a few minutes."),
        "enter_current_password": _("Type your present password."),
        "invalid_password_reset": _("The link has been used or has expired."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what was done."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The lock-out is the business of axes."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        failures = getattr(request, "axes_failures_since_start", None)
        reason = "locked" if getattr(request, "axes_locked_out", False) else "password"
        sign_ins.sign_in_failed(
            str(credentials.get("username", "")),
            reason=reason,
            address=client_address(request),
            locks=failures == settings.AXES_FAILURE_LIMIT,
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        ways = [record["method"] for record in get_authentication_records(request, user)]
        sign_ins.signed_in(user, ways=ways, address=client_address(request))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            sign_ins.note(events.SIGNED_OUT, request.user, address=client_address(request))
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return first_page(request.user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Setting up the first second factor follows the sign-in at once; changing it asks again."""
        return app != "allauth.mfa" or is_mfa_enabled(context.request.user)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        unlock(username=user.username)
        sign_ins.note(events.PASSWORD_CHANGED, user, address=client_address(context.request))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Only who signs in by password gets a link; a dead mail server must not tell who has an account."""
        if not user.has_usable_password() or any(posting.role.needs_asan for posting in user.postings_today):
            return
        try:
            super().send_password_reset_mail(user, email, context)
        except (OSError, SMTPException):
            log.exception("the letter with the link for a new password was not sent", user=user.pk)

    def format_email_subject(self, subject: str) -> str:
        return subject


def first_page(user: Any) -> str:
    """Where a person's work begins: the desk, the enforcement cases, or the cabinet."""
    postings = getattr(user, "postings_today", [])
    if any(posting.role.needs_asan for posting in postings):
        return "/enforcement/"
    return "/desk/" if postings else "/admin/" if getattr(user, "is_staff", False) else "/cabinet/"


class AsanAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by ASAN login: the person is known by FIN alone, whatever the e-mail says."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        user = user_of(person_of(sociallogin))
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)
        elif sociallogin.user.pk != user.pk:
            sociallogin.account.user = user
            sociallogin.account.save(update_fields=["user"])
        sociallogin.user = user

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        reason = str(kwargs.get("error") or kwargs.get("exception") or "unknown")
        sign_ins.sign_in_failed("", reason=f"asan:{reason}"[:200], address=client_address(request))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors lie encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
