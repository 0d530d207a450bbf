"""The rows that stand in every test, put back after a test that empties the tables."""

from typing import Any

from django.db import connection, transaction

# Django writes these again by itself after truncating.
_OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}


def keep_rows() -> None:
    """Copy all rows of all filled tables aside."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
        cursor.execute("CREATE SCHEMA kept")
        for table in set(connection.introspection.table_names(cursor)) - _OF_DJANGO:
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE kept."{table}" AS SELECT {_columns(table)} FROM public."{table}"')


def emptying(_style: Any, connection: Any, **_how: Any) -> list[str]:
    """How a test that commits is cleaned up: few of the tables hold a row, and truncating all takes a second."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - _OF_DJANGO
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [table for (table,) in cursor.fetchall()]
    # Without triggers: neither foreign keys nor the journal's refusal are asked.
    return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{table}"' for table in filled)]


@transaction.atomic
def put_back_rows() -> None:
    """Write the kept rows into the emptied tables, without triggers and in any order."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'kept'")
        for (table,) in cursor.fetchall():
            columns = _columns(table)
            cursor.execute(
                f'INSERT INTO public."{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM kept."{table}"'
            )


def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
