from django.urls import path

from finance import views

app_name = "finance"
urlpatterns = [
    path("", views.invoices, name="invoices"),
    path("duty/", views.preview, name="preview"),
    path("<int:pk>/pay/", views.pay, name="pay"),
]
