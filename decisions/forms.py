"""What a judge types into a draft."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from core.forms import Form, ModelForm, MoneyField
from decisions.models import Act
from reference.models import ActKind

# The instances that make an act, in the words of the reference book; what names none, any court makes.
MAKERS = {1: "first instance", 2: "appeal", 3: "cassation"}
_OF_INSTANCES = Q(*(("issued_by__contains", words) for words in MAKERS.values()), _connector=Q.OR)


class KindForm(Form):
    """Which act is begun: those that the law knows for this kind of case."""

    act_kind = forms.ModelChoiceField(ActKind.objects.none(), label=_("Kind of act"), to_field_name="code")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act_kind"].queryset = kinds_for(case)  # type: ignore[attr-defined]
        self.initial.setdefault("act_kind", "qetname")


def kinds_for(case: Case) -> Any:
    """Acts that this kind of case knows and a court of this instance makes."""
    groups = [*case.kind.group.split(";"), "all"]
    kinds = ActKind.objects.filter(case_groups__overlap=groups, act_class__in=["final", "procedural"])
    ours = MAKERS.get(case.court.instance or 0)
    return kinds.exclude(_OF_INSTANCES & ~Q(issued_by__contains=ours)) if ours else kinds


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
