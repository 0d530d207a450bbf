from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from allocation.models import DrawQuerySet, Way
from core.forms import DayField, Form
from reference.models import CaseKind, Category


class DrawFilter(Form):
    """Which draws of a court are shown."""

    q = forms.CharField(label=_("Case number or judge"), required=False, max_length=64)
    way = forms.ChoiceField(label=_("Way"), required=False, choices=[("", _("All")), *Way.choices])
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def narrow(self, draws: DrawQuerySet) -> DrawQuerySet:
        """The draws that fit what is filled in; nonsense narrows nothing."""
        chosen = self.cleaned_data if self.is_valid() else {}
        if words := chosen.get("q"):
            draws = draws.filter(Q(case=words) | Q(public_id=words.lower()) | Q(judges__contains=[words.lower()]))
        if chosen.get("way"):
            draws = draws.filter(way=chosen["way"])
        if chosen.get("since"):
            draws = draws.filter(at__date__gte=chosen["since"])
        if chosen.get("until"):
            draws = draws.filter(at__date__lte=chosen["until"])
        return draws


class CorrectionForm(Form):
    """Category and complexity as they should be, and why what is on record was wrong."""

    category = forms.ModelChoiceField(Category.objects.none(), label=_("Right category"))
    level = forms.TypedChoiceField(
        label=_("Right complexity"), coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: CaseKind, levels: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        if len(levels) < 2:
            del self.fields["level"]
        self.fields["category"].queryset = Category.objects.leaves().filter(kind=kind)  # type: ignore[attr-defined]
