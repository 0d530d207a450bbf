from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DayField, Form, MoneyField
from finance.models import Way


class PaymentForm(Form):
    """One payment as its receipt says it."""

    amount = MoneyField(label=_("Amount, AZN"), min_value=Decimal("0.01"))
    receipt = forms.RegexField(
        r"^[0-9A-Za-z][0-9A-Za-z /-]{3,39}$",
        label=_("Receipt number"),
        error_messages={"invalid": _("Write the receipt's number as it stands on it: figures, letters, spaces.")},
    )
    paid_on = DayField(label=_("Paid on"))
    way = forms.ChoiceField(label=_("Way"), choices=Way.choices)
