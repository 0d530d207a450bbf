"""Input at registration: one page for keyboard hands, nothing typed is lost."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.models import Channel, FilingKind
from core import clock, identifiers
from core.azerbaijani import search_key
from core.forms import Form, MoneyField
from reference.models import CaseKind, Category, DutyRate, PartyRole


def _exemptions() -> list[tuple[str, str]]:
    """Who pays no duty, as the table in force says it (article 9 of the law on state duty)."""
    found = DutyRate.objects.in_force(clock.today()).filter(kind="exemption")
    is_az = get_language() == "az"
    return [(rate.code, rate.description_az if is_az else rate.description_en or rate.description_az) for rate in found]


class ManyFiles(forms.FileField):
    """Several files in one control, each kept as it came."""

    widget = type("ManyFilesInput", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFiles, self).clean(one, initial) for one in given if one]


class ClaimForm(Form):
    """What is claimed, how it came, and what the duty hangs on."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ModelChoiceField(
        CaseKind.objects.none(), label=_("Kind of case"), to_field_name="code", empty_label=None
    )
    category = forms.CharField(label=_("Category"), help_text=_("Type a few letters, the list opens by itself."))
    price = MoneyField(label=_("Claim price, AZN"), required=False, help_text=_("Leave empty if it cannot be valued."))
    text = forms.CharField(
        label=_("Claim"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in notices and lists of hearings."),
    )
    channel = forms.ChoiceField(label=_("Filed"), choices=Channel.choices, initial=Channel.DESK)
    is_electronic = forms.BooleanField(label=_("Electronic proceedings"), required=False, initial=True)
    exempt = forms.ChoiceField(label=_("Exemption from duty"), required=False)
    is_dwelling = forms.BooleanField(label=_("About a dwelling or land of a natural person"), required=False)
    manual_amount = MoneyField(
        label=_("Duty by hand, AZN"), required=False, help_text=_("Only where the law's amount is not known here.")
    )
    manual_ground = forms.CharField(label=_("Ground of the duty by hand"), required=False)
    papers = ManyFiles(label=_("Files"), required=False, help_text=_("PDF, DOCX, TXT, JPEG, PNG or TIFF."))

    def __init__(self, *args: Any, kinds: Iterable[CaseKind], categories: Iterable[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = list(categories)
        field: Any = self.fields["kind"]
        field.queryset = kinds
        exempt: Any = self.fields["exempt"]
        exempt.choices = [("", _("none")), *_exemptions()]
        self.fields["category"].widget.attrs["list"] = "categories"

    def clean_category(self) -> Category:
        """The category by its name, as typed or chosen, or by its code; one of the chosen kind of case."""
        typed, kind = " ".join(self.cleaned_data["category"].split()), self.cleaned_data.get("kind")
        called = [one for one in self.categories if typed in {one.name, one.code, one.name_az}]
        for category in called:
            if kind is None or category.kind_id == kind.pk:
                return category
        if called:
            raise ValidationError(
                _("“%(typed)s” is a category of “%(kind)s”: choose that kind of case, or another category."),
                params={"typed": typed, "kind": called[0].kind.name},
            )
        near = [c.name for c in self.categories if search_key(typed) in search_key(c.name)][:1]
        raise ValidationError(
            _("No category is called “%(typed)s”. Choose one from the list."),
            params={"typed": typed, "repair": near[0] if near else ""},
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("manual_amount") is not None and not given.get("manual_ground"):
            self.add_error("manual_ground", _("Say on what ground this sum is taken."))
        return given

    def duty_facts(self) -> dict[str, Any]:
        """What finance needs to reckon the duty."""
        given = self.cleaned_data
        manual = given["manual_amount"]
        return {
            "exempt": given["exempt"] or None,
            "is_dwelling": given["is_dwelling"],
            "manual_amount": str(manual) if manual is not None else None,
            "manual_ground": given["manual_ground"],
        }


class PartyForm(Form):
    """One party: who it is by FIN or VÖEN or by hand, and how to reach it."""

    role = forms.ModelChoiceField(PartyRole.objects.none(), label=_("Role"), to_field_name="code", empty_label=None)
    form = forms.ChoiceField(
        label=_("Who"), choices=[("natural", _("Natural person")), ("legal", _("Organisation"))], initial="natural"
    )
    fin = forms.CharField(
        label=_("FIN"), required=False, widget=forms.TextInput(attrs={"class": "narrow"}),
        help_text=_("7 characters, on the back of the identity card"),
    )  # fmt: skip
    voen = forms.CharField(
        label=_("VÖEN"), required=False, widget=forms.TextInput(attrs={"class": "narrow", "inputmode": "numeric"})
    )
    surname = forms.CharField(label=_("Surname"), required=False, max_length=100)
    given_name = forms.CharField(label=_("Given name"), required=False, max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), required=False, max_length=100)
    title = forms.CharField(label=_("Name of the organisation"), required=False, max_length=300)
    address = forms.CharField(label=_("Actual address"), required=False, max_length=300)
    phone = forms.CharField(
        label=_("Mobile phone"), required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "narrow"}),
        help_text=_("SMS notices go to this number"),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, roles: Iterable[PartyRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.queryset = roles

    def clean_fin(self) -> str:
        return identifiers.fin(self.cleaned_data["fin"]) if self.cleaned_data["fin"] else ""

    def clean_voen(self) -> str:
        return identifiers.voen(self.cleaned_data["voen"]) if self.cleaned_data["voen"] else ""

    def clean_phone(self) -> str:
        return identifiers.phone(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""

    @property
    def is_natural(self) -> bool:
        return str(self["form"].value()) != "legal"

    @property
    def opens_name(self) -> bool:
        """Whether the fields of the name stand open: one is filled or wrong, or no number was given in its place."""
        names = [self[name] for name in ("surname", "given_name", "patronymic", "title")]
        is_nameless = bool(self.errors) and not (self["fin"].value() or self["voen"].value())
        return is_nameless or any(name.value() or name.errors for name in names)

    @property
    def has_name(self) -> bool:
        """Whether a name was typed by hand."""
        given = self.cleaned_data
        return bool(given.get("surname") and given.get("given_name")) if self.is_natural else bool(given.get("title"))


class CancelForm(Form):
    """The ground on which a registration is cancelled."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    ground = forms.CharField(label=_("Ground"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SecrecyForm(CancelForm):
    """The ground on which the secrecy of a covert measure ends."""


class FilingForm(Form):
    """A paper brought into the case."""

    kind = forms.ChoiceField(label=_("Kind of paper"), choices=FilingKind.choices)
    title = forms.CharField(label=_("Title"), max_length=300)
    paper = forms.FileField(label=_("File"))


class NoteForm(Form):
    """A note on the case."""

    text = forms.CharField(label=_("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    is_private = forms.BooleanField(label=_("Only I may read it"), required=False)
