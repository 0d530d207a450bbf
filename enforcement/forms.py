"""What clerks and officers type about enforcement."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.models import Case, Participation
from core import clock
from core.forms import DayField, Form, IbanField, MoneyField
from decisions.entering import judgment_of
from enforcement.models import ActionKind, WritKind
from enforcement.offices import office_for, offices
from reference.models import Body, BodyKind

SIDES = ["claimant", "respondent", "third_party", "same_side"]


class WritForm(Form):
    """For whom, against whom, what and to which office; filled from the judgment."""

    creditor = forms.ModelChoiceField(Participation.objects.none(), label=gettext_lazy("Creditor"))
    debtor = forms.ModelChoiceField(Participation.objects.none(), label=gettext_lazy("Debtor"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of enforcement"), choices=WritKind.choices)
    amount = MoneyField(label=gettext_lazy("Sum to be levied, AZN"), required=False)
    account = IbanField(
        label=gettext_lazy("Account of the creditor (IBAN)"),
        help_text=gettext_lazy("Where the debtor and the bank pay to, if the creditor named it: AZ and 26 characters."),
        required=False,
    )
    demand = forms.CharField(
        label=gettext_lazy("What is to be done"),
        help_text=gettext_lazy("The operative part, word for word."),
        widget=forms.Textarea({"rows": 5}),
        max_length=5000,
    )
    office = forms.ModelChoiceField(
        Body.objects.none(),
        label=gettext_lazy("Enforcement office"),
        help_text=gettext_lazy("Of the territory of the debtor."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, initial=written(case), **kwargs)
        people = case.participations.filter(to_on=None, role__side__in=SIDES).select_related("party", "role")
        fields: Any = self.fields
        fields["creditor"].queryset = fields["debtor"].queryset = people
        fields["office"].queryset = Body.objects.filter(kind=BodyKind.ENFORCEMENT, is_open=True)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == WritKind.MONEY and not given.get("amount"):
            self.add_error("amount", _("Write the sum to be levied."))
        if given.get("kind") != WritKind.MONEY:
            given["amount"], given["account"] = None, ""
        if given.get("creditor") and given.get("creditor") == given.get("debtor"):
            self.add_error("debtor", _("Creditor and debtor are the same person."))
        return given


def written(case: Case) -> dict[str, Any]:
    """What the judgment says already: sides, sum, operative part, and the office of the debtor's territory."""
    people = list(case.participations.filter(to_on=None).select_related("party", "role"))
    creditor = next((one for one in people if one.role.side == "claimant"), None)
    debtor = next((one for one in people if one.role.side == "respondent"), None)
    act = judgment_of(case)
    party = debtor.party if debtor else None
    address = f"{party.actual_address} {party.registered_address}" if party else ""
    amount = act.awarded if act and act.awarded else None
    return {
        "creditor": creditor,
        "debtor": debtor,
        "kind": WritKind.MONEY if amount else WritKind.OTHER,
        "amount": amount,
        "demand": act.operative if act else "",
        "office": office_for(offices(), address=address, court=case.court.name_az),
    }


class GroundForm(Form):
    """Why a writ is withdrawn."""

    ground = forms.CharField(label=gettext_lazy("Ground"), max_length=300, widget=forms.Textarea({"rows": 2}))


class ActionForm(Form):
    """One enforcement action."""

    kind = forms.ChoiceField(label=gettext_lazy("Action"), choices=ActionKind.choices)
    on = DayField(label=gettext_lazy("Day"))
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("In full, without abbreviations."),
        widget=forms.Textarea({"rows": 6}),
        max_length=5000,
    )
    amount = MoneyField(
        label=gettext_lazy("Sum received, AZN"),
        help_text=gettext_lazy("Only when money came in."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today())

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == ActionKind.PAYMENT and not given.get("amount"):
            self.add_error("amount", _("Write the sum that was received."))
        return given


class OfficerForm(Form):
    """To whom the chief gives the case."""

    officer = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Officer"))

    def __init__(self, *args: Any, officers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["officer"]
        chosen.queryset = User.objects.filter(pk__in=[one.pk for one in officers])
        loads = {one.pk: getattr(one, "load", 0) for one in officers}
        chosen.label_from_instance = lambda one: (
            _("%(name)s, open cases: %(load)s")
            % {
                "name": one.full_name,
                "load": loads.get(one.pk, 0),
            }
        )


class PlanForm(Form):
    """The next step."""

    next_action = forms.CharField(
        label=gettext_lazy("Next step"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
