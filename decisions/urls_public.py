from django.urls import path

from decisions.views import public

app_name = "decisions_public"
urlpatterns = [
    path("", public.acts, name="list"),
    path("<int:pk>/", public.act, name="act"),
    path("<int:pk>.json", public.act_json, name="json"),
]
