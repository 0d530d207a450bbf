"""Tables without their keys and indexes while a million cases come in: dropped before, made again after.

All of it happens in the transaction of the load, so that a load that breaks off leaves every table as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from desk.demo.rows import COLUMNS

# Foreign keys are checked in one join each when they are made again, instead of row by row; and what is single or
# excludes is sorted once. What a table outside of the load points at stays.
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint c
WHERE conparentid = 0 AND conrelid = ANY(%(ours)s::regclass[])
    AND (contype = 'f' OR contype IN ('p', 'u', 'x') AND NOT EXISTS (
        SELECT FROM pg_constraint f
        WHERE f.contype = 'f' AND f.conindid = c.conindid AND f.conrelid <> ALL(%(ours)s::regclass[])))
ORDER BY contype = 'f' DESC, 1, 2
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT c.relispartition
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY 1
"""
# Row triggers of ours: entries wait for the sealer (here they are sealed at once), bookings sum to nothing.
TRIGGERED = ("journal_entry", "finance_ledgerline")


@contextmanager
def bare(cursor: Any, tables: list[str] | None = None) -> Iterator[None]:
    """Take constraints of several rows and indexes away for the time of the load."""
    named = tables or [*COLUMNS, "decisions_publication"]
    cursor.execute(_CONSTRAINTS, {"ours": named})
    constraints = cursor.fetchall()
    cursor.execute(_INDEXES, [named])
    indexes = cursor.fetchall()
    for table, name, _form in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _form in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
    for table, name, form in reversed(constraints):  # keys that others point at before those that point
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {form}')
    for _name, form in indexes:
        cursor.execute(form.replace(" ON ONLY ", " ON "))


@contextmanager
def quiet(cursor: Any) -> Iterator[None]:
    """Keep our row triggers still: entries are sealed as they are written, every booking is balanced."""
    for table in TRIGGERED:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in TRIGGERED:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
