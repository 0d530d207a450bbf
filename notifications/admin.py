from django.contrib import admin

from core.looking import LookOnly
from notifications.models import Delivery


@admin.register(Delivery)
class Deliveries(LookOnly):
    """Deliveries are looked at; what happens to them is done on their own pages."""

    list_display = ("created_at", "channel", "state", "attempts", "purpose", "error")
    list_filter = ("state", "channel")
    fields = ("body", "channel", "state", "attempts", "error", "purpose", "message_id", "remote_id", "created_at")
