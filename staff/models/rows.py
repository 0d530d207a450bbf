"""What the rows of the personnel office have in common: they belong to a body, and its office sees them."""

from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.db import models

from reference.models import Body

Row = TypeVar("Row", bound=models.Model)
OWN = "staff.own"


@dataclass(frozen=True)
class InBody:
    """What stands where a case has its dossier: the body alone, with no team and no exceptions."""

    body_id: int
    is_sealed: bool = False

    def lets_in(self, _user: Any) -> bool:
        return False


class StaffRows(models.QuerySet[Row]):
    def visible_to(self, user: Any, right: str = "staff.view") -> "StaffRows[Row]":
        """Rows of the bodies in which the user holds the right; with `staff.own` those about the user alone."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        model: Any = self.model
        seen = self.filter(**{f"{model.in_body}__in": user.bodies_with(right)})
        return seen if right != OWN else seen.filter(**{model.whose: user}) if model.whose else seen.none()


class StaffRow(models.Model):
    """A row that hangs on a body and on no case: rights are asked for in the body, entries stand in its journal."""

    # The ways from the row to its body and to the person whom it is about.
    in_body: ClassVar[str] = "member__body"
    whose: ClassVar[str] = "member__user"

    objects: ClassVar[Any] = StaffRows.as_manager()

    class Meta:
        abstract = True

    @property
    def of_body(self) -> Body:
        """The body to which the row belongs."""
        row: Any = self
        for step in self.in_body.split("__"):
            row = getattr(row, step)
        found: Body = row
        return found

    @property
    def dossier(self) -> InBody:
        """Rights on the row are those in its body."""
        return InBody(self.of_body.pk)

    @property
    def journal_log(self) -> str:
        return self.of_body.code

    @property
    def dossier_key(self) -> None:
        return None
