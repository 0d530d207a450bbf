"""Administration of users, roles, postings and exceptional access; every change goes through an action."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import actions, events, sign_ins
from accounts.models import DossierGrant, Posting, Role, User
from core.fields import visible_names
from core.guarded_history import GuardedHistoryAdmin
from core.rights import declared

SORTS = {"page": _("page"), "field": _("field"), "button": _("button"), "operation": _("operation")}


class _Acting:
    """Rows are written by our actions as the person at the desk, and never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("username", "surname", "given_name")


class UserForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class Users(_Acting, GuardedHistoryAdmin, UserAdmin):  # type: ignore[type-arg]
    """Users: who they are and whether they may sign in; what they may do follows from their postings."""

    form = UserForm
    add_form = NewUserForm
    list_display = ("username", "surname", "given_name", "patronymic", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "postings__role")
    search_fields = ("username", "surname", "given_name")
    ordering = ("surname", "given_name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "created_at")
    actions = ("end_sessions",)
    add_fieldsets = (
        (None, {"fields": ("username", "surname", "given_name", "usable_password", "password1", "password2")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        by: Any = request.user
        known = visible_names(by, "accounts.user", ("surname", "given_name", "patronymic", "fin", "email", "phone"))
        entry = ["is_active", "is_staff"] if by.holds(actions.ANYWHERE) else ["is_active"]
        return (
            (None, {"fields": ("username", "password")}),
            (_("Person"), {"fields": known}),
            (_("Entry"), {"fields": [*entry, "last_login", "created_at"]}),
        )

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:  # type: ignore[type-arg]
        obj.fin = obj.fin or None
        actions.save_user(obj, changed=form.changed_data, by=request.user)  # type: ignore[arg-type]

    @admin.action(description=_("End all sessions of the chosen users"))
    def end_sessions(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            actions.end_sessions(user, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The sessions are ended."))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            sign_ins.note(events.PASSWORD_CHANGED, User.objects.get(pk=id), by=request.user)  # type: ignore[arg-type]
        return response


def _rights_by_app() -> list[tuple[str, list[tuple[str, str]]]]:
    """The declared rights in groups of one app and one sort, pages first."""
    order = list(SORTS)
    groups: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for right in declared():
        key = (right.code.split(".")[0], order.index(right.sort))
        groups.setdefault(key, []).append((right.code, f"{right.label} ({right.code})"))
    return [(f"{app}: {SORTS[order[sort]]}", groups[app, sort]) for app, sort in sorted(groups)]


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role with its rights as boxes, grouped by app and by sort."""

    rights = forms.MultipleChoiceField(
        label=_("rights"), choices=_rights_by_app, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Role
        fields = ("code", "name_az", "name_en", "name_ru", "needs_asan", "rights")


@admin.register(Role)
class Roles(_Acting, GuardedHistoryAdmin):  # type: ignore[type-arg]
    """Roles: named sets of rights."""

    form = RoleForm
    list_display = ("code", "name_az", "name_en", "needs_asan")
    search_fields = ("code", "name_az", "name_en")
    history_list_display = ("rights",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and request.user.holds("accounts.compose_role")  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_see = super().has_change_permission(request, obj)
        return may_see and request.user.holds("accounts.compose_role")  # type: ignore[union-attr]

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        actions.save_role(obj, by=request.user)  # type: ignore[arg-type]


@admin.register(Posting)
class Postings(_Acting, GuardedHistoryAdmin):  # type: ignore[type-arg]
    """Postings: who works where, as what, from which day to which."""

    list_display = ("user", "role", "body", "from_on", "to_on")
    list_filter = ("role",)
    list_select_related = ("user", "role", "body")
    search_fields = ("user__surname", "user__given_name", "user__username", "body__name_az")
    autocomplete_fields = ("user",)
    date_hierarchy = "from_on"

    def get_queryset(self, request: HttpRequest) -> Any:
        rows, by = super().get_queryset(request), request.user
        if by.holds(actions.ANYWHERE):  # type: ignore[union-attr]
            return rows
        return rows.filter(body__in=by.bodies_with("accounts.administer"))  # type: ignore[union-attr]

    def save_model(self, request: HttpRequest, obj: Posting, form: Any, change: bool) -> None:
        actions.save_posting(obj, changed=form.changed_data, by=request.user)  # type: ignore[arg-type]


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]
    """An exception has an end and a reason."""

    class Meta:
        model = DossierGrant
        fields = ("content_object", "user", "until_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "until_on" in self.fields:
            self.fields["until_on"].required = True


@admin.register(DossierGrant)
class Grants(_Acting, admin.ModelAdmin):  # type: ignore[type-arg]
    """Exceptional access to one dossier."""

    form = GrantForm
    list_display = ("user", "content_object", "until_on", "reason")
    list_select_related = ("user", "content_object__body")
    raw_id_fields = ("content_object",)
    autocomplete_fields = ("user",)
    search_fields = ("user__surname", "user__username", "reason")

    def get_queryset(self, request: HttpRequest) -> Any:
        bodies = request.user.bodies_with("accounts.grant")  # type: ignore[union-attr]
        return super().get_queryset(request).filter(content_object__body__in=bodies)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.holds("accounts.grant"))  # type: ignore[union-attr]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def save_model(self, request: HttpRequest, obj: DossierGrant, form: Any, change: bool) -> None:
        actions.save_grant(obj, by=request.user)  # type: ignore[arg-type]

    def delete_model(self, request: HttpRequest, obj: DossierGrant) -> None:
        actions.end_grant(obj, by=request.user)  # type: ignore[arg-type]


admin.site.unregister(Group)
