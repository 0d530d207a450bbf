from django.urls import path

from portal.views import home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("find/", home.search, name="search"),
    path("guide/<slug:name>/", home.page, name="page"),
]
