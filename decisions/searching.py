"""Finding published acts: by words in any form, court, kind, category, dates and number."""

from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DayField, Form
from decisions.models import Publication
from decisions.stemming import query_of
from reference.models import ActKind, Body, BodyKind

# Ranking reads every row that it ranks: among the newest of those found.
RANKED, BEST = 300, 50


class SearchForm(Form):
    """What the public may search by."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    number = forms.CharField(label=_("Case number"), required=False, max_length=40)
    court = forms.ModelChoiceField(
        Body.objects.filter(kind=BodyKind.COURT).order_by("sort_key"),
        label=_("Court"), required=False, to_field_name="short_code", empty_label=_("all courts"),
    )  # fmt: skip
    kind = forms.ModelChoiceField(
        ActKind.objects.filter(act_class__in=["final", "procedural"]),
        label=_("Kind of act"), required=False, to_field_name="code", empty_label=_("all kinds"),
    )  # fmt: skip
    category = forms.CharField(label=_("Category"), required=False, max_length=80)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def rows(self) -> QuerySet[Publication]:
        """The published acts that answer; a field that was filled in wrongly finds nothing by itself."""
        found: QuerySet[Publication] = Publication.objects.public().listed()
        if not self.is_valid():
            return found.none()
        given = self.cleaned_data
        filters: dict[str, Any] = {
            "number": given["number"],
            "court": given["court"],
            "act_kind": given["kind"],
            "category__code": given["category"],
            "decided_on__gte": given["since"],
            "decided_on__lte": given["until"],
        }
        found = found.filter(**{name: value for name, value in filters.items() if value})
        return found.filter(vector=self.query) if self.query else found

    @property
    def query(self) -> SearchQuery | None:
        """The words asked for; None when there are none."""
        raw = query_of(self.cleaned_data.get("q", "")) if self.is_valid() else ""
        return SearchQuery(raw, search_type="raw", config="simple") if raw else None


def best(form: SearchForm) -> list[Publication]:
    """The best answers among the newest; without words, the newest."""
    newest = list(form.rows().order_by("-decided_on", "-pk").values_list("pk", flat=True)[:RANKED])
    rows = Publication.objects.public().listed().filter(pk__in=newest)
    if form.query is None:
        return list(rows.order_by("-decided_on", "-pk")[:BEST])
    return list(rows.annotate(rank=SearchRank(F("vector"), form.query)).order_by("-rank", "-decided_on", "-pk")[:BEST])
