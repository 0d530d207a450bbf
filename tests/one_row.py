"""One row of every kind: whatever a model needs is filled in by itself, so a new model has its row at once."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models.fields import NOT_PROVIDED

from core import clock

_turn = itertools.count(10_000)


class Rows:
    """The rows of a court by their model; those that are given are the ones that all others hang on."""

    def __init__(self, *given: models.Model, **values: Any) -> None:
        self._made: dict[Any, Any] = {type(row): row for row in given}
        # What a field of this name holds in all of them.
        self._values = values

    def __getitem__(self, model: type[models.Model]) -> Any:
        """The row of this model, made when it is first asked for."""
        if model not in self._made:
            self._made[model] = model._default_manager.create(**self._needs(model))
        return self._made[model]

    def _needs(self, model: type[models.Model]) -> dict[str, Any]:
        return {field.name: self._value(field) for field in model._meta.concrete_fields if self._must(field)}

    def _must(self, field: Any) -> bool:
        if f"{field.model.__name__}.{field.name}" in self._values:
            return True
        has_default = field.default is not NOT_PROVIDED or field.db_default is not NOT_PROVIDED
        is_given = field.null or has_default or field.auto_created or field.generated
        return not (is_given or (field.primary_key and not field.remote_field))

    def _value(self, field: Any) -> Any:
        named = f"{field.model.__name__}.{field.name}"
        if named in self._values:
            return self._values[named]
        if field.remote_field:
            return self[field.related_model]
        if field.choices:
            return field.choices[0][0]
        return _plain(field)


def _plain(field: Any) -> Any:
    """A value of the field's type, another each time where it is a number or a word."""
    number, now = next(_turn), clock.now()
    by_type: list[tuple[Any, Any]] = [
        (ArrayField, []),
        (DateTimeRangeField, DateTimeTZRange(now, now + dt.timedelta(hours=1))),
        (models.DateTimeField, now),
        (models.DateField, now.date()),
        (models.DecimalField, Decimal(1)),
        (models.BooleanField, False),
        (models.IntegerField, number),
        (models.JSONField, {}),
        (models.FileField, "nothing.bin"),
        (models.CharField, f"s{number}"[: field.max_length]),
        (models.TextField, f"s{number}"),
    ]
    return next(value for kind, value in by_type if isinstance(field, kind))
