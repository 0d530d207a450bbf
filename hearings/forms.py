from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Participation
from core.forms import DayField, Form, HourField
from hearings.models import Kind, Presence
from reference.models import Body, Room

LENGTHS = [(30, _("half an hour")), (60, _("1 hour")), (90, _("1.5 hours")), (120, _("2 hours")), (180, _("3 hours"))]


class HearingForm(Form):
    """When and where a case is heard."""

    kind = forms.ChoiceField(label=_("Kind of hearing"), choices=Kind.choices)
    room = forms.ModelChoiceField(Room.objects.none(), label=_("Room"), empty_label=None)
    day = DayField(label=_("Day"))
    hour = HourField(label=_("Beginning"), initial="10:00")
    minutes = forms.TypedChoiceField(label=_("Length"), choices=LENGTHS, coerce=int, initial=60)

    def __init__(self, *args: Any, court: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["room"]
        room.queryset = Room.objects.filter(body=court, is_active=True)


class AdjournForm(HearingForm):
    """To when a hearing is put off, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It stands in public lists."))
    field_order = ["reason", "kind", "room", "day", "hour", "minutes"]


class ReasonForm(Form):
    """Why a hearing is cancelled."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It stands in public lists."))


class HeldForm(Form):
    """When a hearing was held that is entered after its day, and why it was not opened then."""

    began = HourField(label=_("Beginning"))
    ended = HourField(label=_("End of the hearing"))
    reason = forms.CharField(
        label=_("Why it was not opened on its day"),
        max_length=200,
        help_text=_("It stands in the journal of the case."),
    )


class ProtocolForm(Form):
    """The course of the hearing and who came, one row a participant."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Course of the hearing"), required=False, widget=forms.Textarea(attrs={"rows": 14}))

    def __init__(self, *args: Any, people: list[Participation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for one in people:
            label = f"{one.party.short_name}, {one.role}"
            choices = [("", "–"), *Presence.choices]
            self.fields[f"came-{one.pk}"] = forms.ChoiceField(label=label, choices=choices, required=False)
            self.fields[f"at-{one.pk}"] = HourField(label=_("Came at"), required=False)

    def rows(self) -> list[tuple[Any, Any]]:
        """Presence and hour of each participant."""
        return [(self[f"came-{one.pk}"], self[f"at-{one.pk}"]) for one in self.people]

    def attendance(self) -> dict[int, tuple[str, Any]]:
        """Participation → presence and hour, of those about whom something was said."""
        given = self.cleaned_data
        found = {one.pk: (given[f"came-{one.pk}"], given[f"at-{one.pk}"]) for one in self.people}
        return {pk: (presence, hour) for pk, (presence, hour) in found.items() if presence}


class RemarkForm(Form):
    """A participant's remark on the protocol."""

    participation = forms.ModelChoiceField(Participation.objects.none(), label=_("By"), empty_label=None)
    text = forms.CharField(label=_("Remark"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["participation"]
        field.queryset = people


class DecisionForm(Form):
    """What the judge decides on a remark."""

    is_accepted = forms.TypedChoiceField(
        label=_("Decision"), choices=[("1", _("accept")), ("0", _("refuse"))], coerce=lambda value: value == "1"
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000)
