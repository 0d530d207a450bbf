"""Rights of the sort "field": without one the value is absent in page, form, export, API, history, search and mail."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from core.access import holds

Value = TypeVar("Value")
# "parties.party.fin" → "parties.fin"; apps fill it in their rights.py.
GUARDED: dict[str, str] = {}


def guard_fields(right: str, model: str, *names: str) -> None:
    """Declare in rights.py that these fields of a model are seen with this right only."""
    for name in names:
        GUARDED[f"{model.lower()}.{name}"] = right


def right_of(model: str, name: str) -> str:
    """The right that a field asks for; empty when it is open to whoever sees the row."""
    return GUARDED.get(f"{model.lower()}.{name}", "")


def field_visible(user: Any, right: str, obj: Any = None) -> bool:
    """Whether the user may see what this field right guards: anywhere, or on what hangs on the object's dossier."""
    return not right or holds(user, right, obj)


def visible_names(user: Any, model: str, names: Iterable[str], obj: Any = None) -> list[str]:
    """Those of the model's fields that the user may see, in their order: for columns, search and history."""
    asked: dict[str, bool] = {}
    shown = []
    for name in names:
        right = right_of(model, name)
        if right not in asked:
            asked[right] = field_visible(user, right, obj)
        if asked[right]:
            shown.append(name)
    return shown


def visible_values(user: Any, model: str, values: Mapping[str, Value], obj: Any = None) -> dict[str, Value]:
    """The values without those that the user may not see: for exports, the API, letters and history."""
    return {name: values[name] for name in visible_names(user, model, values, obj)}


def guarded_names(model: str) -> list[str]:
    """The fields of a model that any right guards: a letter to a person outside carries none of another person."""
    return [key.rpartition(".")[2] for key in GUARDED if key.rpartition(".")[0] == model.lower()]


class WithoutUnseen:
    """A form that drops the fields whose right the user lacks, so that they are neither shown nor taken.

    `field_rights = {"fin": "parties.fin"}`; made with `Form(…, user=request.user, on=case)`. Stands first of the bases.
    """

    field_rights: Mapping[str, str] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, user: Any, on: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, right in self.field_rights.items():
            if name in self.fields and not field_visible(user, right, on):
                del self.fields[name]
