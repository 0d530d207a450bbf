"""Many rows changed by one statement: Django writes a case distinction of all rows for each column, a hundred times
longer than what the rows take."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

_LENGTH = re.compile(r"\(\d+\)")  # a value that is too long is refused, not cut


def update_together(rows: Iterable[Model], names: Sequence[str]) -> None:
    """Write these fields of the rows, all of one model, in one statement."""
    if not (rows := list(rows)):
        return
    meta = rows[0]._meta
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]
    typed = ", ".join(f"%s::{_LENGTH.sub('', field.db_type(connection))}" for field in fields)
    further = f", ({', '.join(['%s'] * len(fields))})" * (len(rows) - 1)
    key, *columns = [connection.ops.quote_name(field.column) for field in fields]
    asked = f"""
UPDATE {connection.ops.quote_name(meta.db_table)} AS old SET {", ".join(f"{name} = new.{name}" for name in columns)}
FROM (VALUES ({typed}){further}) AS new({", ".join([key, *columns])}) WHERE old.{key} = new.{key}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
