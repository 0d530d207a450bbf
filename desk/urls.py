from django.urls import path

from desk import searching, views

app_name = "desk"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/clock/", views.move_clock, name="clock"),
    path("search/", searching.search, name="search"),
]
