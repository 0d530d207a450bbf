"""What a judge types into a draft."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from core.forms import Form, ModelForm, MoneyField
from decisions.models import Act
from reference.models import ActKind


class KindForm(Form):
    """Which act is begun: those that the law knows for this kind of case."""

    act_kind = forms.ModelChoiceField(ActKind.objects.none(), label=_("Kind of act"), to_field_name="code")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act_kind"].queryset = kinds_for(case)  # type: ignore[attr-defined]
        self.initial.setdefault("act_kind", "qetname")


def kinds_for(case: Case) -> Any:
    """Acts of the court that this kind of case knows."""
    groups = [*case.kind.group.split(";"), "all"]
    return ActKind.objects.filter(case_groups__overlap=groups, act_class__in=["final", "procedural"])


class DraftForm(ModelForm):
    """The four parts of an act, its outcome and what it awards."""

    debt = MoneyField(label=_("Principal debt, AZN"), required=False)
    interest = MoneyField(label=_("Interest, AZN"), required=False)
    loss = MoneyField(label=_("Loss, AZN"), required=False)
    penalty = MoneyField(label=_("Penalty, AZN"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Act
        fields: ClassVar = [
            "intro", "facts", "reasons", "operative", "outcome", "debt", "interest", "loss", "penalty",
            "awards_no_money",
        ]  # fmt: skip
        widgets: ClassVar = {
            "intro": forms.Textarea({"rows": 5}),
            "facts": forms.Textarea({"rows": 10}),
            "reasons": forms.Textarea({"rows": 12}),
            "operative": forms.Textarea({"rows": 8}),
        }

    @property
    def texts(self) -> list[Any]:
        """The fields of the text, in the order of the paper."""
        return [self[name] for name in ("intro", "facts", "reasons", "operative")]

    @property
    def sums(self) -> list[Any]:
        """The fields of the outcome."""
        return [self[name] for name in ("outcome", "debt", "interest", "loss", "penalty", "awards_no_money")]
