from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from desk.actions import MOST_DAYS


class ClockForm(Form):
    """By how many days the court moves into the future."""

    days = forms.IntegerField(
        label=_("Days forward"), min_value=1, max_value=MOST_DAYS, help_text=_("5 days accept a claim by silence.")
    )
