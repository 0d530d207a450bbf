from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from documents.models import CODE_LETTERS


def code_of(written: str) -> str:
    """A verification code as it is kept, whatever spaces, dashes and small letters it was typed with."""
    return "".join(letter for letter in written.upper() if letter in CODE_LETTERS or letter.isalnum())


class CodeForm(Form):
    """The code under the bar code of a paper."""

    code = forms.CharField(
        label=_("Verification code"), max_length=40, help_text=_("12 letters and figures below the bar code")
    )

    def clean_code(self) -> str:
        return code_of(self.cleaned_data["code"])


class CompareForm(Form):
    """The file that a person holds, to be compared with what the court keeps."""

    file = forms.FileField(label=_("Your file"))

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise ValidationError(
                _("The file has %(size)s; at most %(limit)s are compared.")
                % {"size": filesizeformat(file.size), "limit": filesizeformat(settings.UPLOAD_LIMIT)}
            )
        content: bytes = file.read()
        return content
