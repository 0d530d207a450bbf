from django.urls import path

from hearings.views import public

urlpatterns = [
    path("hearings/", public.hearings, name="public_hearings"),
    path("kiosk/<slug:court>/", public.kiosk, name="kiosk"),
    path("kiosk/<slug:court>/find/", public.find, name="kiosk_find"),
]
