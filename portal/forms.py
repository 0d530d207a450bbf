from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import FilingKind
from core.forms import Form

# What a participant sends from the cabinet, and which side may.
OF_SIDE = {FilingKind.OBJECTION: "respondent"}
SENT = [FilingKind.MOTION, FilingKind.EVIDENCE, FilingKind.OBJECTION, FilingKind.APPEAL, FilingKind.OTHER]


class SendForm(Form):
    """A paper that a participant sends to the court."""

    kind = forms.ChoiceField(label=_("What is it"))
    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("Motion to call a witness, for example."))
    paper = forms.FileField(label=_("File"), help_text=_("PDF, picture or Word; up to 20 MB."))

    def __init__(self, *args: Any, sides: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in SENT if OF_SIDE.get(kind, "") in {"", *sides}]
        field: Any = self.fields["kind"]
        field.choices = [(kind.value, kind.label) for kind in kinds]


class RemarkForm(Form):
    """What the participant finds wrong in the protocol."""

    text = forms.CharField(label=_("Remark"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
