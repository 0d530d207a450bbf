"""Administration of templates; documents themselves are only looked at on their own pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.errors import Refused
from documents.docx import check_template
from documents.models import Template
from documents.templates import put_in_use


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new text of a Word template; it is tried out before it is taken."""

    upload = forms.FileField(label=_("New text (DOCX)"))

    class Meta:
        model = Template
        fields = ("name", "act_kind")

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        content = upload.read()
        try:
            check_template(self.instance.code, content)
        except Refused as error:
            raise ValidationError(error.reasons) from error
        return content


@admin.register(Template)
class Templates(admin.ModelAdmin):  # type: ignore[type-arg]
    """Templates: a change makes a new version and leaves the old one; printed pages are of the house."""

    form = TemplateForm
    list_display = ("name", "code", "format", "number", "is_current")
    list_filter = ("format", "is_current")
    search_fields = ("code", "name")
    readonly_fields = ("code", "format", "number", "is_current")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or bool(obj.file_id and obj.is_current))

    def save_model(self, request: HttpRequest, obj: Template, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in ("name", "act_kind")}
        put_in_use(obj, form.cleaned_data["upload"], **values)
