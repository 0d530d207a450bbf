"""The doors of the house; each app keeps its own below."""

from django.contrib import admin
from django.urls import include, path

from core import views

handler403 = "core.views.refused"
handler404 = "core.views.not_found"
handler500 = "core.views.failed"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("language/", views.language, name="language"),
    path("cases/", include("cases.urls")),
    path("admin/", admin.site.urls),
]
