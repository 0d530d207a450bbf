"""What a report is about: a court, a period, perhaps a kind of case or a judge; all of it stands in the address."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.forms import DayField, Form
from reference.models import Body, BodyKind, CaseKind
from staff.models import Judge

# In an address: cases that wait for their draw.
UNDRAWN = -1
# Who works in these bodies reads the statistics of every court.
OVER_ALL = {BodyKind.COUNCIL, BodyKind.MINISTRY}


@dataclass(frozen=True)
class Scope:
    """A court and a period, first and last day included."""

    court: Body
    first: dt.date
    last: dt.date
    kind: str = ""
    judge: int | None = None

    @property
    def begins_at(self) -> dt.datetime:
        return clock.at(self.first, clock.MIDNIGHT)

    @property
    def ends_at(self) -> dt.datetime:
        """The first moment after the period."""
        return clock.at(self.last + clock.DAY, clock.MIDNIGHT)

    @property
    def address(self) -> str:
        """The scope as it stands in an address."""
        given = {"court": self.court.code, "first": self.first.isoformat(), "last": self.last.isoformat()}
        more = {"kind": self.kind, "judge": str(self.judge or "")}
        return urlencode(given | {name: value for name, value in more.items() if value})

    def of(self, **change: Any) -> "Scope":
        """The same scope, narrowed: `scope.of(judge=5)`."""
        return replace(self, **change)


def courts_of(user: Any) -> Any:
    """The courts whose statistics the person reads: the own one, or all for the council and the ministry."""
    bodies = Body.objects.filter(pk__in=user.bodies_with("reports.view"))
    courts = Body.objects.filter(kind=BodyKind.COURT)
    if any(body.kind in OVER_ALL for body in bodies):
        return courts.filter(is_open=True)
    return courts.filter(pk__in=[body.pk for body in bodies])


class ScopeForm(Form):
    """The parameters of the statistics."""

    court = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Court"), to_field_name="code", empty_label=None
    )
    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("to"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    judge = forms.TypedChoiceField(label=gettext_lazy("Judge"), required=False, coerce=int, empty_value=None)

    def __init__(self, query: QueryDict, *, courts: list[Body]) -> None:
        super().__init__(_filled(query, courts))
        fields: Any = self.fields
        fields["court"].queryset = Body.objects.filter(pk__in=[court.pk for court in courts])
        fields["kind"].choices = [("", _("all")), *((kind.code, kind.name) for kind in CaseKind.objects.all())]
        chosen = next((court for court in courts if court.code == self.data["court"]), None)
        judges = Judge.objects.filter(body=chosen).select_related("user").order_by("user__surname", "pk")
        fields["judge"].choices = [
            ("", _("all")),
            *((judge.pk, str(judge)) for judge in judges),
            (UNDRAWN, _("being drawn")),
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", _("The period ends before it begins."))
        return given

    def scope(self) -> Scope | None:
        """The scope; None when the address makes no sense."""
        return Scope(**self.cleaned_data) if self.is_valid() else None


def _filled(query: QueryDict, courts: list[Body]) -> QueryDict:
    """What is not asked for: the first court, this year until today."""
    filled, today = query.copy(), clock.today()
    usual = {
        "court": courts[0].code if courts else "",
        "first": today.replace(month=1, day=1).isoformat(),
        "last": today.isoformat(),
    }
    for name, value in usual.items():
        if not filled.get(name):
            filled[name] = value
    return filled
