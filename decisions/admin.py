from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from decisions.models import Act, Publication


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Acts are made by the judges alone; administrators look."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Act)
class ActAdmin(ReadOnly):
    list_display = ("case", "act_kind", "state", "signed_at")
    list_filter = ("state",)
    raw_id_fields = ("case",)


@admin.register(Publication)
class PublicationAdmin(ReadOnly):
    list_display = ("ecli", "number", "state", "published_at")
    list_filter = ("state",)
    raw_id_fields = ("act",)
