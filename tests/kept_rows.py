"""The rows that stand in every test: what a test that commits has left or changed is cleaned up around them."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection, transaction
from django.db.models.signals import post_migrate

# Rows of Django's own, which no test touches.
_OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}
# What puts the rows of each table back that had any; the last transaction that wrote them.
_back: dict[str, str] = {}
_asked: list[str] = []
_written = 0


@transaction.atomic
def keep_rows() -> None:
    """Copy all rows of all filled tables aside."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
        cursor.execute("CREATE SCHEMA kept")
        for table in sorted(set(connection.introspection.django_table_names(include_views=False)) - _OF_DJANGO):
            cursor.execute(f'SELECT count(*) FROM public."{table}"')
            (rows,) = cursor.fetchone()
            _asked.append(_was_written(table, rows))
            if rows:
                columns = _columns(table)
                cursor.execute(f'CREATE TABLE kept."{table}" AS SELECT {columns} FROM public."{table}"')
                into = f'INSERT INTO public."{table}" ({columns}) OVERRIDING SYSTEM VALUE'
                _back[table] = f'{into} SELECT {columns} FROM kept."{table}"'
        _note_written(cursor)
    # What Django would look for after every such test stands there.
    post_migrate.disconnect(dispatch_uid=f"{create_permissions.__module__}.create_permissions")
    post_migrate.disconnect(create_contenttypes)


def emptying(_style: Any, _connection: Any, **_how: Any) -> list[str]:
    """How a test that commits is cleaned up: few of the tables were written, and truncating all takes a second."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Without triggers: neither foreign keys nor the journal's refusal are asked, and any order will do.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(" UNION ALL ".join(_asked).replace("$written", str(_written)))
        for (table,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM public."{table}"; {_back.get(table, "")}')
        _note_written(cursor)
    return []


def _was_written(table: str, rows: int) -> str:
    """Whether a row stands where none was kept; a row is missing; or one is younger than those that were kept."""
    if not rows:
        return f"SELECT '{table}' WHERE EXISTS (SELECT FROM public.\"{table}\")"
    young = "coalesce(max(xmin::text::bigint), 0) > $written"
    return f"SELECT '{table}' WHERE (SELECT count(*) <> {rows} OR {young} FROM public.\"{table}\")"


def _note_written(cursor: Any) -> None:
    global _written
    cursor.execute("SELECT txid_current()")
    (_written,) = cursor.fetchone()


def _columns(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
