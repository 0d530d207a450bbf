from django.contrib import admin

from core.looking import LookOnly
from finance.models import Invoice, Payment


@admin.register(Invoice)
class InvoiceAdmin(LookOnly):
    list_display = ("case", "amount", "state", "made_at")
    list_filter = ("state",)
    raw_id_fields = ("case",)


@admin.register(Payment)
class PaymentAdmin(LookOnly):
    list_display = ("receipt", "amount", "paid_on", "way")
