"""The doors of entry and the person's own page; the flows are allauth's, words and pages are the court's."""

from typing import Any

from allauth.account import views as entry
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as second
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import events, sign_ins
from accounts.adapters import first_page
from accounts.addresses import client_address
from accounts.browsers import spoken


@require_GET
@never_cache
def asan(request: HttpRequest) -> HttpResponseBase:
    """The page with the one button of ASAN login."""
    if request.user.is_authenticated:
        return redirect(first_page(request.user))
    return render(request, "accounts/asan.html", {"next": request.GET.get("next", "")})


@require_GET
def asan_cancelled(request: HttpRequest) -> HttpResponse:
    """The person turned back at ASAN login."""
    return render(request, "accounts/asan_cancelled.html")


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """The person's own page: name, postings, language, sessions, second factor."""
    user: Any = request.user
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "person": user,
        "postings": user.postings_today,
        "has_second_factor": Authenticator.Type.TOTP in kinds,
        "has_password": user.has_usable_password(),
        "session_count": len(UserSession.objects.purge_and_list(user)),
    }
    return render(request, "accounts/account.html", context)


@never_cache
def admin_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The administration has no sign-in of its own: strangers go to the one door, others are refused."""
    if request.user.is_authenticated:
        raise PermissionDenied("accounts.administer")
    return redirect(f"/sign-in/?next={request.GET.get('next', '/admin/')}")


class SecondStep(second.AuthenticateView):  # type: ignore[misc]
    """The code after the password."""

    template_name = "accounts/second_step.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        user = self.stage.login.user
        sign_ins.sign_in_failed(user.username, reason="second_factor", address=client_address(self.request))
        response: HttpResponse = super().form_invalid(form)
        return response


class Enrol(totp.ActivateTOTPView):  # type: ignore[misc]
    """Setting up the authenticator; the code that proves it also counts as the second step of this session."""

    template_name = "accounts/enrol.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return context | {"key": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, "mfa", type=Authenticator.Type.TOTP, reauthenticated=True
        )
        sign_ins.note(events.SECOND_FACTOR_ADDED, self.request.user)
        return response


class Disenrol(totp.DeactivateTOTPView):  # type: ignore[misc]
    """Giving up the second factor; the next door asks for a new one where one is required."""

    template_name = "accounts/disenrol.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sign_ins.note(events.SECOND_FACTOR_REMOVED, self.request.user)
        return response


class Sessions(sessions.ListUserSessionsView):  # type: ignore[misc]
    """Where the person is signed in, and the button that ends all but this one."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = [(session, spoken(session.user_agent)) for session in context["sessions"]]
        return context | {"rows": rows}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sign_ins.note(events.SESSIONS_ENDED, self.request.user)
        messages.success(self.request, _("Your other sessions are ended."))
        return response


@method_decorator(login_required, name="dispatch")
class ChangePassword(entry.PasswordChangeView):  # type: ignore[misc]
    """A new password for one who knows the present one; who comes by ASAN login has none."""

    template_name = "accounts/password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not user.has_usable_password():
            return redirect("account")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Your password is changed."))
        return response


sign_in = entry.LoginView.as_view(template_name="accounts/sign_in.html")
sign_out = entry.LogoutView.as_view(template_name="accounts/sign_out.html")
inactive = entry.AccountInactiveView.as_view(template_name="accounts/inactive.html")
again = entry.ReauthenticateView.as_view(template_name="accounts/again.html")
forgotten = entry.PasswordResetView.as_view(template_name="accounts/forgotten.html")
forgotten_sent = entry.PasswordResetDoneView.as_view(template_name="accounts/forgotten_sent.html")
new_password = entry.PasswordResetFromKeyView.as_view(template_name="accounts/new_password.html")
new_password_set = entry.PasswordResetFromKeyDoneView.as_view(template_name="accounts/new_password_set.html")
second_factor = second.IndexView.as_view(template_name="accounts/second_factor.html")
second_again = second.ReauthenticateView.as_view(template_name="accounts/second_again.html")
recovery_codes = codes.ViewRecoveryCodesView.as_view(template_name="accounts/recovery_codes.html")
new_recovery_codes = codes.GenerateRecoveryCodesView.as_view(template_name="accounts/new_recovery_codes.html")
