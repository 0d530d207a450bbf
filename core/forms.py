"""Forms as the court reads them: one field template, sums and days as people write them, nothing typed is lost."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from core import clock, identifiers, shown

_framework = DjangoTemplates()
NOTHING = "–"  # what a list says before anything is chosen
Words = Any  # a sentence, translated now or when it is shown


class CourtRenderer(TemplatesSetting):
    """Every form is drawn by the templates of `templates/forms/`."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """The house's template, or the framework's own widget."""
        try:
            return get_template(template_name)
        except TemplateDoesNotExist:
            return _framework.get_template(template_name)


class _House:
    """What all our forms share: no colon after labels, and fields that say what may fill them in."""

    # Field name → what the browser may offer (`email`, `tel`, `given-name`); the rest is never offered,
    # for at a court's desk the last typed belongs to somebody else.
    autocomplete: ClassVar[dict[str, str]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if getattr(field, "empty_label", None) == BLANK_CHOICE_DASH[0][1]:
                field.empty_label = NOTHING  # type: ignore[attr-defined]
            elif isinstance(field, forms.TypedChoiceField):
                offered: Any = field.choices
                field.choices = [("", NOTHING) if one == BLANK_CHOICE_DASH[0] else one for one in offered]
            if getattr(field.widget, "input_type", "text") not in {"checkbox", "radio", "file", "hidden"}:
                field.widget.attrs.setdefault("autocomplete", self.autocomplete.get(name, "off"))


class Form(_House, forms.Form):
    """The base of every form."""


class ModelForm(_House, forms.ModelForm):  # type: ignore[type-arg]
    """The base of every form of one row."""


def repair(message: Words, code: str, **params: Any) -> ValidationError:
    """An error that offers its repair: `repair="5XK207P"` in the parameters becomes a link beside the field."""
    return ValidationError(message, code=code, params=params)


class MoneyField(forms.DecimalField):
    """A sum in manat as people write it: 7 240,00 or 7240.50."""

    def __init__(self, **kwargs: Any) -> None:
        control = forms.TextInput(attrs={"inputmode": "decimal", "class": "narrow num"})
        usual: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": Decimal(0), "widget": control}
        super().__init__(**(usual | kwargs))

    default_error_messages = {
        "invalid": _("Write the sum in figures: 7 240,00."),
        "max_decimal_places": _("A sum has two figures after the comma: 7 240,00."),
    }

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"\s|AZN|₼", "", value)
            if "e" in value.lower():
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            if "," in value:
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return shown.amount(value).replace(shown.NBSP, " ") if isinstance(value, (Decimal, int, float)) else value


SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)  # as browsers count


class DayInput(forms.DateInput):
    """The browser's own day field, with weekdays to say beside it; a day that it cannot show stays as typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "narrow"} | (attrs or {}), format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        written = context["widget"]["value"]
        if written and not re.fullmatch(r"\d{4}-\d\d-\d\d", written):
            context["widget"]["type"] = "text"
        else:
            context["widget"]["type"] = "date"
            context["widget"]["attrs"]["data-weekdays"] = ",".join(
                shown.in_line(str(WEEKDAYS[day])) for day in SUNDAY_FIRST
            )
        return context


class DayField(forms.DateField):
    """A day of law, from the browser's field or typed as 22.11.2026."""

    widget = DayInput
    input_formats = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d.%m.%y")
    default_error_messages = {
        "invalid": _("Write the day as 22.11.2026."),
        "beyond": _("The year lies between 1900 and 2199."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        day = super().to_python(value.strip() if isinstance(value, str) else value)
        if day is not None and not clock.FIRST_DAY <= day <= clock.LAST_DAY:
            raise ValidationError(self.error_messages["beyond"], code="beyond")
        return day


class HourField(forms.TimeField):
    """A time on the wall clock: 10:30."""

    widget = forms.TimeInput(attrs={"type": "time", "class": "narrow", "step": "300"}, format="%H:%M")
    default_error_messages = {"invalid": _("Write the time as 10:30.")}


class FinField(forms.CharField):
    """The seven characters of a person's FIN."""

    def __init__(self, **kwargs: Any) -> None:
        control = forms.TextInput(attrs={"class": "narrow", "autocapitalize": "characters", "spellcheck": "false"})
        super().__init__(**({"widget": control} | kwargs))

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return self.known_form(text) if text else text

    def known_form(self, text: str) -> str:
        """The number in the one form in which it is kept."""
        return identifiers.fin(text)


class VoenField(FinField):
    """The ten figures of a taxpayer's VÖEN."""

    def __init__(self, **kwargs: Any) -> None:
        control = forms.TextInput(attrs={"class": "narrow", "inputmode": "numeric"})
        super().__init__(**({"widget": control} | kwargs))

    def known_form(self, text: str) -> str:
        return identifiers.voen(text)


class IbanField(FinField):
    """A bank account as an IBAN, kept without its spaces."""

    def __init__(self, **kwargs: Any) -> None:
        control = forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"})
        super().__init__(**({"widget": control} | kwargs))

    def known_form(self, text: str) -> str:
        return identifiers.iban(text)


class PhoneField(FinField):
    """A telephone number, kept as +994501234567."""

    def __init__(self, **kwargs: Any) -> None:
        control = forms.TextInput(attrs={"class": "narrow", "type": "tel", "inputmode": "tel"})
        super().__init__(**({"widget": control} | kwargs))

    def known_form(self, text: str) -> str:
        return identifiers.phone(text)
