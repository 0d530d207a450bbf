from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notices, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
]
