"""Bringing back a backup: nothing is touched before every part of it was checked, and the database comes whole."""

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg2 import sql  # type: ignore[import-untyped]

from core.backup import address, program, surroundings, take
from core.manifest import DUMP, FILES, KEYS, NOTES, Manifest, Unusable, checked, measured

SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1"
TABLES = (
    "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text !~ '^pg_'"
    " AND relnamespace <> 'information_schema'::regnamespace"
)
# Whoever still works with the database holds it: then refuse rather than wait for ever. What is dropped is not told.
BEGIN = "BEGIN;\nSET LOCAL lock_timeout = '30s';\nSET LOCAL client_min_messages = warning;\n"


def bring_back(folder: Path, *, replace: bool) -> Manifest:
    """Put files, database and keys of a backup in place; raises Unusable before or instead of a half-done work."""
    manifest = checked(folder)
    if unknown := set(manifest.migrations) - known_migrations():
        raise Unusable(f"The backup is of a newer version of CourtCMS; unknown here: {', '.join(sorted(unknown))}.")
    if tables() and not replace:
        raise Unusable("The database is not empty. --replace throws away what is in it.")
    put_files(folder, manifest)
    load(folder / DUMP)
    connection.close()
    with connection.cursor() as cursor:
        # What the launcher remembers of a database leaves and comes back with it.
        name, words = sql.Identifier(connection.settings_dict["NAME"]), sql.Literal(manifest.comment)
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, words))
        cursor.execute("ANALYZE")
    return manifest


def known_migrations() -> set[str]:
    """The migrations of this version of the code and those that they replaced."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    replaced = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    return {".".join(key) for key in {*loader.disk_migrations, *replaced}}


def pending_migrations() -> bool:
    """Whether the database that was brought back is older than this version."""
    loader = MigrationLoader(connection)
    return bool(loader.disk_migrations.keys() - loader.applied_migrations.keys())


def differences(manifest: Manifest) -> list[str]:
    """The notes of the manifest that are no longer true of the data."""
    return [name for name, read in NOTES.items() if name in manifest.notes and read() != manifest.notes[name]]


def tables() -> int:
    """How many tables the database has."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return int(cursor.fetchone()[0])


def put_files(folder: Path, manifest: Manifest) -> None:
    """Stored files that are missing or damaged here, and keys that are missing; a key that stands is never replaced."""
    places = {FILES: Path(settings.MEDIA_ROOT), KEYS: Path(settings.COURTCMS_HOME) / KEYS}
    for name, promised in manifest.parts.items():
        root, _, rest = name.partition("/")
        target = places[root] / rest if root in places else None
        if target is None or (target.exists() and (root == KEYS or measured(target) == promised)):
            continue
        target.unlink(missing_ok=True)
        take(folder / name, target)


def load(dump: Path) -> None:
    """Empty the database and load the dump in one transaction, committed only when the last word was read."""
    with tempfile.TemporaryFile() as said:
        reader = subprocess.Popen(  # noqa: S603
            [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)],
            stdout=subprocess.PIPE,
            stderr=said,
        )
        writer = subprocess.Popen(  # noqa: S603
            [program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={address()}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=surroundings(),
        )
        assert reader.stdout and writer.stdin
        with reader, writer, contextlib.suppress(BrokenPipeError):
            feed(reader, reader.stdout, writer.stdin)
        if reader.returncode or writer.returncode:
            said.seek(0)
            raise Unusable(f"The database stays as it was: {said.read().decode(errors='replace').strip()[-2000:]}")


def feed(reader: "subprocess.Popen[bytes]", script: IO[bytes], into: IO[bytes]) -> None:
    """The whole work as one transaction; without the last line it never happened."""
    into.write(f"{BEGIN}{emptying()}".encode())
    shutil.copyfileobj(script, into, 1 << 20)
    if reader.wait() == 0:
        into.write(b"COMMIT;\n")
    into.close()


def emptying() -> str:
    """The statements that throw away all that the database holds."""
    if not tables():
        return ""
    with connection.cursor() as cursor:
        cursor.execute(SCHEMAS)
        schemas = [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]
    return (
        f"DROP SCHEMA {', '.join(schemas)} CASCADE;\n"
        "CREATE SCHEMA public AUTHORIZATION pg_database_owner;\nGRANT USAGE ON SCHEMA public TO PUBLIC;\n"
    )
