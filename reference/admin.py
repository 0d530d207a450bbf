"""The screens of the reference books: searched, filtered, with history; what nobody verified is marked."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from reference.loading import BY_HAND
from reference.models import (
    ActKind,
    Body,
    CalendarDay,
    CaseKind,
    Category,
    DutyRate,
    NumberingRule,
    PartyRole,
    Room,
    Term,
    TermBinding,
)

NAMES = ("name_az", "name_en", "name_ru")


class BookAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """One book: a row saved here is the administrator's from then on, and rows are ended by a date, not deleted."""

    list_per_page = 50
    show_full_result_count = False
    list_filter: ClassVar[Any] = ["is_verified"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        if form.changed_data:
            obj.loaded_hash = BY_HAND
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            row.loaded_hash = BY_HAND
            row.save()
        formset.save_m2m()


@admin.register(Body)
class Bodies(BookAdmin):
    list_display = (
        "name_az",
        "short_code",
        "kind",
        "court_type",
        "city",
        "number_index",
        "number_index_basis",
        "is_open",
    )
    list_filter = ("kind", "court_type", "number_index_basis", "is_open", "is_demo", "is_verified")
    search_fields = (*NAMES, "code", "short_code", "city", "number_index")
    autocomplete_fields = ("parent",)


@admin.register(Room)
class Rooms(BookAdmin):
    list_display = ("name", "body", "floor", "seats", "is_active", "is_verified")
    list_filter = ("is_active", "is_verified")
    list_select_related = ("body",)
    search_fields = ("name", "body__name_az")
    autocomplete_fields = ("body",)


@admin.register(CaseKind)
class CaseKinds(BookAdmin):
    list_display = (
        "name_az",
        "code",
        "group",
        "number_prefix",
        "counts_with",
        "procedural_law",
        "order",
        "is_verified",
    )
    list_filter = ("group", "is_verified")
    list_select_related = ("counts_with",)
    search_fields = (*NAMES, "code", "number_prefix")


@admin.register(NumberingRule)
class NumberingRules(BookAdmin):
    list_display = ("kind", "form", "prefix", "counted_with", "valid_from", "valid_to", "is_verified")
    list_select_related = ("kind", "counted_with")
    search_fields = ("kind__name_az", "prefix")


@admin.register(Category)
class Categories(BookAdmin):
    list_display = ("name_az", "code", "parent", "kind", "weight", "legal_basis", "is_verified")
    list_filter = ("kind", "basis", "is_verified")
    list_select_related = ("parent", "kind")
    search_fields = (*NAMES, "code", "legal_basis")
    autocomplete_fields = ("parent",)


@admin.register(PartyRole)
class PartyRoles(BookAdmin):
    list_display = ("name_az", "code", "side", "is_party", "can_be_legal", "legal_basis", "is_verified")
    list_filter = ("side", "is_party", "is_verified")
    search_fields = (*NAMES, "code")


@admin.register(ActKind)
class ActKinds(BookAdmin):
    list_display = ("name_az", "code", "act_class", "issued_by", "appealable", "legal_basis", "is_verified")
    list_filter = ("act_class", "is_verified")
    search_fields = (*NAMES, "code")


class BoundFilter(admin.SimpleListFilter):
    """Terms that an event opens, and those that nobody counts yet."""

    title = _("binding")
    parameter_name = "bound"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("yes", _("bound")), ("no", _("not bound"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(is_bound=self.value() == "yes") if self.value() else queryset


class BindingInline(admin.TabularInline):
    model = TermBinding
    extra = 0
    fields = ("opens_on", "condition", "closes_on", "per", "warn_days")
    show_change_link = True
    can_delete = False


@admin.register(Term)
class Terms(BookAdmin):
    list_display = ("name_az", "code", "length", "unit", "direction", "actor", "legal_basis", "bound", "is_verified")
    list_filter = (BoundFilter, "unit", "direction", "is_verified")
    search_fields = (*NAMES, "code", "legal_basis")
    inlines = (BindingInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        bindings = TermBinding.objects.filter(term=OuterRef("pk"))
        found: QuerySet[Any] = super().get_queryset(request).annotate(is_bound=Exists(bindings))
        return found

    @admin.display(boolean=True, description=_("bound"), ordering="is_bound")
    def bound(self, term: Any) -> bool:
        return bool(term.is_bound)


@admin.register(TermBinding)
class TermBindings(BookAdmin):
    list_display = ("term", "opens_on", "condition", "closes_on", "per", "warn_days")
    list_filter = ("per", "opens_on")
    list_select_related = ("term",)
    search_fields = ("term__code", "term__name_az", "opens_on")
    autocomplete_fields = ("term",)


@admin.register(DutyRate)
class DutyRates(BookAdmin):
    list_display = (
        "description_az",
        "code",
        "kind",
        "fixed",
        "percent",
        "maximum",
        "valid_from",
        "valid_to",
        "is_verified",
    )
    list_filter = ("kind", "is_verified")
    search_fields = ("description_az", "description_en", "code", "service_code", "legal_basis")


@admin.register(CalendarDay)
class CalendarDays(BookAdmin):
    list_display = ("date", "is_working", "name_az", "legal_basis", "is_verified")
    list_filter = ("is_working", "is_verified")
    date_hierarchy = "date"
    search_fields = ("name_az", "name_en")
