"""One form a lever: what a person wants changed, as the log will say it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation import complexity, rules
from allocation.levers import pools
from allocation.models import CourtLog, Place
from allocation.rules import NO_QUOTA, Lever
from core import clock
from core.forms import DayField, Form
from reference.models import CaseKind, Category
from staff.models import Judge

EVERY, AFTER = "every", "after"
PARTS = {"1/1": (1, 1), "3/4": (3, 4), "1/2": (1, 2), "1/4": (1, 4)}


class ChangeForm(Form):
    """What every proposal says: from which day, and why."""

    not_before = DayField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("Without a day it is in force on the day after the second signature."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, log: CourtLog, present: dict[str, Any], places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.log, self.present, self.places = log, present, places
        self.fill()
        self.order_fields([name for name in self.fields if name not in ("not_before", "reason")])

    def fill(self) -> None:
        """Offer what this court has."""

    def wanted(self) -> dict[str, Any]:
        """The new value in the words of the log."""
        return {}


class RuleForm(ChangeForm):
    """Band, depth and weights of all cases."""

    band = forms.IntegerField(
        label=gettext_lazy("Band, hundredths of a plain case"),
        min_value=1,
        help_text=gettext_lazy("With each whole band of load above the lowest a judge's tickets are halved."),
    )
    depth = forms.IntegerField(
        label=gettext_lazy("Depth, bands"),
        min_value=0,
        max_value=31,
        help_text=gettext_lazy("Beyond so many bands a judge holds no tickets."),
    )
    weights = forms.CharField(
        label=gettext_lazy("Weights"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: * is any case, a kind, or kind/category, then the weight: civil/debt 1,50."
        ),
    )

    factors = forms.CharField(
        label=gettext_lazy("Complexity"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: */* is any case, kind/* a kind, or kind/category, then the level (2 complex, 3 especially"
            " complex) and how many times an ordinary case it weighs: */*/2 1,50."
        ),
    )

    def fill(self) -> None:
        weights, factors = complexity.parted(self.present["weights"])
        self.initial.setdefault("band", self.present["band"])
        self.initial.setdefault("depth", self.present["depth"])
        self.initial.setdefault("weights", rules.weights_text(weights))
        self.initial.setdefault("factors", rules.weights_text(factors))

    def clean_weights(self) -> dict[str, int]:
        """The weights by code, each code one of the court's."""
        kinds, named = self._codes()
        known = {"*", *kinds, *(f"{kind}/{category}" for kind, category in named), *self.present["weights"]}
        return self._read("weights", lambda code: code in known and not complexity.is_factor(code))

    def clean_factors(self) -> dict[str, int]:
        """The factors of complexity by code and level."""
        places = complexity.known_places(*self._codes())
        present = self.present["weights"]
        return self._read("factors", lambda code: complexity.place_and_level(code)[0] in places or code in present)

    def _codes(self) -> tuple[list[str], list[tuple[str, str]]]:
        kinds = CaseKind.objects.for_court(self.log.court)
        named = Category.objects.filter(kind__in=kinds).values_list("kind__code", "code")
        return list(kinds.values_list("code", flat=True)), list(named)

    def _read(self, name: str, is_known: Callable[[str], bool]) -> dict[str, int]:
        try:
            found = rules.weights_of(self.cleaned_data[name])
        except ValueError as line:
            raise forms.ValidationError(_("This line cannot be read: %(line)s") % {"line": line}) from line
        if unknown := sorted(code for code in found if not is_known(code)):
            raise forms.ValidationError(_("The court has no such kind or category: %(codes)s") % {"codes": unknown})
        return found

    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"band": given["band"], "depth": given["depth"], "weights": given["weights"] | given["factors"]}


class PlaceForm(ChangeForm):
    """Concerns one judge in one pool."""

    place = forms.ChoiceField(label=gettext_lazy("Judge and pool"))

    def fill(self) -> None:
        fields: Any = self.fields
        held = [place for place in self.places if place.until_on is None]
        fields["place"].choices = [(f"{p.judge.public_id} {p.pool}", f"{p.judge}, {p.pool}") for p in held]

    def named(self) -> dict[str, Any]:
        """The judge and the pool that were chosen."""
        judge, _space, pool = self.cleaned_data["place"].partition(" ")
        return {"judge": judge, "pool": pool}


class ShareForm(PlaceForm):
    """The part of a full load, or how often a judge gets a case."""

    manner = forms.ChoiceField(
        label=gettext_lazy("Share"),
        choices=[
            ("1/1", gettext_lazy("full load")),
            ("3/4", gettext_lazy("three quarters")),
            ("1/2", gettext_lazy("half")),
            ("1/4", gettext_lazy("a quarter, as a chair")),
            (EVERY, gettext_lazy("a case every k-th round (1/k)")),
            (AFTER, gettext_lazy("a case again after k rounds (1/(k+1))")),
        ],
    )
    rounds = forms.IntegerField(label=gettext_lazy("k, rounds"), required=False, min_value=1, max_value=50)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("manner") in (EVERY, AFTER) and not given.get("rounds"):
            self.add_error("rounds", _("How many rounds?"))
        return given

    def wanted(self) -> dict[str, Any]:
        manner, rounds = self.cleaned_data["manner"], self.cleaned_data["rounds"]
        counted = {EVERY: rules.every, AFTER: rules.after}
        share = counted[manner](rounds) if manner in counted else PARTS[manner]
        return {**self.named(), "share": list(share)}


class SpecialisationForm(PlaceForm):
    """The only kinds and categories that a judge takes in the pool."""

    only = forms.MultipleChoiceField(
        label=gettext_lazy("Only these kinds and categories"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=gettext_lazy("None chosen: all kinds of the pool."),
    )

    def fill(self) -> None:
        super().fill()
        fields: Any = self.fields
        groups = []
        for kind in CaseKind.objects.for_court(self.log.court).prefetch_related("categories"):
            rows = [(one.code, one.name) for one in kind.categories.all()]
            groups.append((kind.name, [(kind.code, kind.name), *rows]))
        fields["only"].choices = groups

    def wanted(self) -> dict[str, Any]:
        return {**self.named(), "only": sorted(self.cleaned_data["only"])}


class QuotaForm(PlaceForm):
    """The most cases of a year in the pool."""

    cases = forms.IntegerField(
        label=gettext_lazy("Cases a year"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Empty: no quota."),
    )

    def wanted(self) -> dict[str, Any]:
        cases = self.cleaned_data["cases"]
        return {**self.named(), "cases": NO_QUOTA if cases is None else cases}


class ListForm(ChangeForm):
    """The order in which judges take cases by turn, or are on duty."""

    pool = forms.ChoiceField(
        label=gettext_lazy("Pool"), help_text=gettext_lazy("The pool that ends in /duty is the roster of duty.")
    )
    judges = forms.CharField(
        label=gettext_lazy("Judges in their order, by public number"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("For example: j02 j01 j03"),
    )

    def fill(self) -> None:
        fields: Any = self.fields
        fields["pool"].choices = [(pool, pool) for pool in pools(self.log)]

    def wanted(self) -> dict[str, Any]:
        judges = self.cleaned_data["judges"].replace(",", " ").split()
        return {"pool": self.cleaned_data["pool"], "judges": judges}


class PoolForm(ChangeForm):
    """Whether a judge takes part in a pool: kinds of proceedings and boards are drawn apart."""

    judge = forms.ChoiceField(label=gettext_lazy("Judge"))
    pool = forms.ChoiceField(label=gettext_lazy("Pool"))
    takes_part = forms.ChoiceField(
        label=gettext_lazy("Place in the pool"),
        choices=[("1", gettext_lazy("takes part")), ("", gettext_lazy("takes no part"))],
        required=False,
    )

    def fill(self) -> None:
        fields: Any = self.fields
        judges = Judge.objects.in_office(self.log.court, clock.today())
        fields["judge"].choices = [(judge.public_id, f"{judge} ({judge.public_id})") for judge in judges]
        fields["pool"].choices = [(pool, pool) for pool in pools(self.log)]

    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"judge": given["judge"], "pool": given["pool"], "takes_part": bool(given["takes_part"])}


FORMS: dict[str, type[ChangeForm]] = {
    Lever.RULE: RuleForm,
    Lever.SHARE: ShareForm,
    Lever.SPECIALISATION: SpecialisationForm,
    Lever.QUOTA: QuotaForm,
    Lever.LIST: ListForm,
    Lever.POOL: PoolForm,
}
