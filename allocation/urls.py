from django.urls import path

from allocation import views

app_name = "allocation"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:pk>/draw/", views.draw, name="draw"),
]
