"""The doors under the names that allauth gives to OpenID Connect, so that it needs no other settings."""

from allauth.socialaccount import app_settings
from django.urls import include, path

from integrations.asan_login import views

doors = [
    path("<slug:provider_id>/login/", views.login, name="openid_connect_login"),
    path("<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
prefix = app_settings.OPENID_CONNECT_URL_PREFIX
urlpatterns = [path(f"{prefix}/", include(doors))] if prefix else doors
