from django.urls import path

from reports import exports, load, views

app_name = "reports"
urlpatterns = [
    path("", views.statistics, name="statistics"),
    path("load/", load.load, name="load"),
    path("export/", exports.statistics, name="export"),
    path("cases/", views.behind, name="cases"),
    path("cases/export/", exports.behind, name="export_cases"),
]
