"""Tests that commit are cleaned up by TRUNCATE, which the journal refuses; in the test database alone it is let be."""

from django.db import connection

_TABLES = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'no_truncate'"


def allow_truncation(allowed: bool = True) -> None:
    """Switch the triggers against TRUNCATE off, or on again for the test that shows them."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {'DISABLE' if allowed else 'ENABLE'} TRIGGER no_truncate")
