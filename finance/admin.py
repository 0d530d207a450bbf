from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from finance.models import Invoice, Payment


class ReadOnly(admin.ModelAdmin):
    """Money is booked by actions alone; administrators look."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Invoice)
class InvoiceAdmin(ReadOnly):
    list_display = ("case", "amount", "state", "made_at")
    list_filter = ("state",)
    raw_id_fields = ("case",)
    show_full_result_count = False


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = ("receipt", "amount", "paid_on", "way")
    show_full_result_count = False
