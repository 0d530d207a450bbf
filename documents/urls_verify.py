from django.urls import path

from documents import views

app_name = "verify"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("<str:code>/", views.paper, name="paper"),
]
