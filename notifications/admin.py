from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from notifications.models import Delivery


@admin.register(Delivery)
class Deliveries(admin.ModelAdmin):  # type: ignore[type-arg]
    """Deliveries are looked at; what happens to them is done on their own pages."""

    list_display = ("created_at", "channel", "state", "attempts", "purpose", "error")
    list_filter = ("state", "channel")
    fields = ("body", "channel", "state", "attempts", "error", "purpose", "message_id", "remote_id", "created_at")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
