"""What people ask of the docket; every figure of the statistics leads here with its filter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import Status
from cases.models import CaseQuerySet, Outcome
from core import clock
from core.forms import DayField, Form
from reference.models import Body, CaseKind
from staff.models import Judge


class DocketFilter(Form):
    """Filters in the address; a value that makes no sense is as if it were not given."""

    court = forms.CharField(required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("all")), *Status.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    judge = forms.ChoiceField(label=_("Judge"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("all")), *Outcome.choices])
    duty = forms.ChoiceField(
        label=_("Duty"), required=False, choices=[("", _("all")), ("settled", _("settled")), ("open", _("not settled"))]
    )
    registered_from = DayField(label=_("Registered from"), required=False)
    registered_to = DayField(label=_("to"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = user.bodies_with("cases.view")
        kinds: Any = self.fields["kind"]
        judges: Any = self.fields["judge"]
        # Asked for only when the choices are shown or one of them was chosen.
        kinds.choices = _kinds
        judges.choices = lambda: _judges(self.bodies)

    def narrow(self, rows: CaseQuerySet) -> CaseQuerySet:
        """The rows that the filters leave."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if court := given.get("court"):
            rows = rows.filter(court__in=Body.objects.filter(code=court))
        for name, field in (
            ("status", "status"),
            ("outcome", "outcome"),
            ("judge", "judge_id"),
            ("kind", "kind__code"),
        ):
            if name in given:
                rows = rows.filter(**{field: given[name]})
        if "duty" in given:
            rows = rows.filter(duty_settled_on__isnull=given["duty"] == "open")
        return _within(rows, given)


def _within(rows: CaseQuerySet, given: dict[str, Any]) -> CaseQuerySet:
    if day := given.get("registered_from"):
        rows = rows.filter(registered_at__gte=clock.at(day, clock.MIDNIGHT))
    if day := given.get("registered_to"):
        rows = rows.filter(registered_at__lt=clock.at(day + clock.DAY, clock.MIDNIGHT))
    return rows


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("all")), *((kind.code, kind.name) for kind in CaseKind.objects.all())]


def _judges(bodies: set[int]) -> list[tuple[str, Any]]:
    found = Judge.objects.filter(body__in=bodies).select_related("user").order_by("user__surname", "pk")
    return [("", _("all")), *((str(judge.pk), str(judge)) for judge in found)]
