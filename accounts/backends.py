"""Whose request it is, and who may open which screen of the administration: asked of the house's rights."""

from typing import Any

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.db.models import QuerySet

from accounts.models import User
from core.prepared import prepared
from core.rights import DECLARED

# Apps whose screens belong to whoever administers users, unless they declare a right of their own.
_OF_ADMINISTRATORS = {"accounts", "reference", "staff"}
_LOCKS = {"axes"}


def right_for(app_label: str) -> str | None:
    """The right that opens the administration screens of an app; None keeps them closed."""
    own = f"{app_label}.administer"
    if own in DECLARED:
        return own
    return "accounts.administer" if app_label in _OF_ADMINISTRATORS | _LOCKS else None


@prepared
def _user(pk: Any) -> "QuerySet[User]":
    return User.objects.filter(pk=pk)


class Passwords(ModelBackend):
    """Password of court people; whose session a request belongs to is asked on every page, by a kept query."""

    def get_user(self, user_id: int) -> User | None:
        found = next(iter(_user(user_id)), None)
        return found if found is not None and self.user_can_authenticate(found) else None


class HouseRights(BaseBackend):
    """`accounts.change_role` is granted to an administrator who holds `accounts.administer` today."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return self.has_module_perms(user_obj, perm.split(".")[0])

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        if not (getattr(user_obj, "is_staff", False) and user_obj.is_active):
            return False
        right = right_for(app_label)
        return bool(right and user_obj.holds(right))
