from django.contrib import admin

from core.looking import LookOnly
from decisions.models import Act, Publication


@admin.register(Act)
class ActAdmin(LookOnly):
    list_display = ("case", "act_kind", "state", "signed_at")
    list_filter = ("state",)
    raw_id_fields = ("case",)


@admin.register(Publication)
class PublicationAdmin(LookOnly):
    list_display = ("ecli", "number", "state", "published_at")
    list_filter = ("state",)
    raw_id_fields = ("act",)
