"""What people fill in to give a case by hand, and to move and decide a recusal."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from allocation.giving import Mover, Reason
from allocation.recusal import GROUNDS
from core.forms import DayField, Form

LONG = 2000


def _area(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}), strip=True
    )


class ResolutionForm(Form):
    """The reason of the closed list, the text of the resolution, and a judge a seat."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *Reason.choices])
    text = _area(
        _("Text of the resolution"), _("Its fingerprint stands in the public log; the text stays in the case.")
    )

    def __init__(self, *args: Any, judges: list[tuple[str, str]], seats: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        offered = [("", "–"), *((public_id, f"{name} ({public_id})") for public_id, name in judges)]
        for seat in range(1, seats + 1):
            label = _("Judge") if seats == 1 else gettext("Judge, seat %(seat)d") % {"seat": seat}
            self.fields[f"judge_{seat}"] = forms.ChoiceField(label=label, choices=offered)

    @property
    def judges(self) -> list[str]:
        """The chosen judges in order of seats."""
        return [self.cleaned_data[f"judge_{seat}"] for seat in range(1, self.seats + 1)]


class AnswerForm(Form):
    """Why the second person does not confirm."""

    answer = forms.CharField(label=_("Why it is not confirmed"), max_length=500)


class RecusalForm(Form):
    """Who moves the recusal of which judge, when, on which ground, with which facts."""

    judge = forms.ChoiceField(label=_("Judge"))
    mover = forms.ChoiceField(label=_("Moved by"), choices=Mover.choices)
    party = forms.CharField(label=_("Which participant"), required=False, max_length=200)
    filed_on = DayField(label=_("Filed on"))
    ground = forms.ChoiceField(label=_("Ground (MPM 19.1)"), choices=[("", "–"), *GROUNDS])
    text = _area(_("Facts"), _("A recusal is written and says why (MPM 21.2)."))

    def __init__(self, *args: Any, judges: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["judge"].choices = judges  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("mover") == Mover.PARTY and not given.get("party"):
            self.add_error("party", _("Say which participant objects."))
        return given


class AskReserveForm(Form):
    """Nothing is filled in; the version that the person saw goes with it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeatReserveForm(AskReserveForm):
    """Which seat the reserve judge takes."""

    seat = forms.TypedChoiceField(label=_("Seat"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, seats: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = seats  # type: ignore[attr-defined]


class RulingForm(Form):
    """A vote on a recusal with its reasons, or the ruling of the only decider."""

    grants = forms.ChoiceField(
        label=_("Ruling"), choices=[("yes", _("Grant the recusal")), ("no", _("Refuse it"))], widget=forms.RadioSelect
    )
    text = _area(_("Text of the ruling"))


class BatchForm(Form):
    """Whose cases are drawn anew, and why."""

    judge = forms.ChoiceField(label=_("Judge whose office ends"))
    reason = _area(_("Reason"), _("For instance the order by which the office ended."))

    def __init__(self, *args: Any, judges: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["judge"].choices = [("", "–"), *judges]  # type: ignore[attr-defined]
