from django.urls import path

from allocation import correcting, views

app_name = "allocation"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:pk>/draw/", views.draw, name="draw"),
    path("<int:pk>/correct/", correcting.correct, name="correct"),
]
