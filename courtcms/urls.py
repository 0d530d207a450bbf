"""The doors of the house; each app keeps its own below."""

from django.contrib import admin
from django.urls import include, path

from core import gallery, views
from courtcms.api import api

handler400 = "core.views.not_understood"
handler403 = "core.views.refused"
handler404 = "core.views.not_found"
handler500 = "core.views.failed"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("language/", views.language, name="language"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/<slug:name>/", gallery.sheet, name="gallery_sheet"),
    path("api/v1/", api.urls),
    path("", include("portal.urls")),
    path("cabinet/", include("portal.urls_cabinet")),
    path("cases/", include("cases.urls")),
    path("", include("desk.urls")),
    path("acts/", include("decisions.urls")),
    path("allocation/", include("allocation.urls")),
    path("draws/", include("allocation.public_urls")),
    path("decisions/", include("decisions.urls_public")),
    path("documents/", include("documents.urls")),
    path("enforcement/", include("enforcement.urls")),
    path("finance/", include("finance.urls")),
    path("notices/", include("notifications.urls")),
    path("reports/", include("reports.urls")),
    path("staff/", include("staff.urls")),
    path("", include("accounts.urls")),
    path("sign-in/", include("integrations.asan_login.urls")),
    path("verify/", include("documents.urls_verify")),
    path("calendar/", include("hearings.urls")),
    path("", include("hearings.urls_public")),
    path("admin/", admin.site.urls),
]
