"""Doors of entry. Most names are those by which allauth finds its own pages, so the app has no name space."""

from allauth.mfa.recovery_codes.views import download_recovery_codes
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("admin/login/", views.admin_sign_in, name="admin_sign_in"),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/asan/", views.asan, name="sign_in_asan"),
    path("sign-in/cancelled/", views.asan_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/code/", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/forgotten/", views.forgotten, name="account_reset_password"),
    path("sign-in/forgotten/sent/", views.forgotten_sent, name="account_reset_password_done"),
    path("sign-in/new-password/set/", views.new_password_set, name="account_reset_password_from_key_done"),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.new_password,
        name="account_reset_password_from_key",
    ),
    path("sign-in/barred/", views.inactive, name="account_inactive"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("account/", views.account, name="account"),
    path("account/again/", views.again, name="account_reauthenticate"),
    path("account/password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("account/sessions/", views.Sessions.as_view(), name="usersessions_list"),
    path("account/second-factor/", views.second_factor, name="mfa_index"),
    path("account/second-factor/again/", views.second_again, name="mfa_reauthenticate"),
    path("account/second-factor/add/", views.Enrol.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/remove/", views.Disenrol.as_view(), name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file/", download_recovery_codes, name="mfa_download_recovery_codes"),
]
