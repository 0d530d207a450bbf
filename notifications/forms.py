from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import DayField, Form
from notifications.models import Channel, State

ANY = ("", _("any"))


class FilterForm(Form):
    """What the list of notices shows."""

    state = forms.ChoiceField(label=_("State"), choices=[ANY, *State.choices], required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=[ANY, *Channel.choices], required=False)


class HandOverForm(Form):
    """The day on which the paper was handed over."""

    on = DayField(label=_("Handed over on"), initial=clock.today)
