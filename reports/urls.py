from django.urls import path

from reports import exports, views

app_name = "reports"
urlpatterns = [
    path("", views.statistics, name="statistics"),
    path("export/", exports.statistics, name="export"),
    path("cases/", views.behind, name="cases"),
    path("cases/export/", exports.behind, name="export_cases"),
]
