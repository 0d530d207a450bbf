import contextlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from core import files
from core.manifest import DUMP, MANIFEST, NOTES
from journal import sealing
from journal.heads import own_head
from journal.models import Entry
from parties.models import Party
from tests.cast import registered
from tests.migrated import execute, url_of

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = b"%PDF-1.7 a paper of the court"
NOBODY_LISTENS = "http://127.0.0.1:9"


class Centre:
    """The reserve centre: an empty database and an empty state folder."""

    def __init__(self, name: str, home: Path) -> None:
        self.name, self.home = name, home
        self.url = url_of(name)

    def restore(self, *words: str) -> "subprocess.CompletedProcess[str]":
        given = {"DATABASE_URL": self.url, "COURTCMS_HOME": str(self.home), "WITNESS_URL": NOBODY_LISTENS}
        command = [sys.executable, "manage.py", "restore", *words]
        return subprocess.run(command, env=os.environ | given, capture_output=True, text=True, check=False)

    def restore_here(self, *words: str) -> None:
        """The same command in this process, which needs not read the whole house anew."""
        tests_own = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = self.name
        try:
            with override_settings(COURTCMS_HOME=self.home, MEDIA_ROOT=self.home / "files", WITNESS_URL=NOBODY_LISTENS):
                call_command("restore", *words)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = tests_own

    def ask(self, question: str) -> list[tuple]:
        with contextlib.closing(psycopg2.connect(self.url)) as link, link, link.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def centre(tmp_path):
    name = f"{connection.settings_dict['NAME']}_reserve"
    execute(f"DROP DATABASE IF EXISTS {name}")
    execute(f"CREATE DATABASE {name}")
    yield Centre(name, tmp_path / "reserve")
    execute(f"DROP DATABASE {name}")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.COURTCMS_HOME = tmp_path / "home"
    settings.MEDIA_ROOT = tmp_path / "home" / "files"
    return settings.COURTCMS_HOME


NAMES = "SELECT full_name, sort_key, search_key FROM parties_party ORDER BY id"
GENERATED = (
    "SELECT count(*) FROM information_schema.columns WHERE table_name = 'parties_party'"
    " AND column_name IN ('sort_key', 'search_key') AND is_generated = 'ALWAYS'"
)


@pytest.mark.requirement("EM-8.2.6", "EM-4.3", "BP-M19")
def test_backup_comes_back_in_another_place_with_its_journal_files_and_sorted_names(court, clerk, centre, tmp_path):
    registered(court, clerk)
    paper = files.store(PAPER, "application/pdf")
    sealing.seal()
    own_head(court.code)
    backup = tmp_path / "backups" / "monday"
    call_command("backup", str(backup))

    done = centre.restore(str(backup))
    assert done.returncode == 0, done.stderr
    assert "all holds" in done.stdout
    assert "The journal holds." in done.stdout
    assert centre.ask(NAMES) == list(Party.objects.order_by("id").values_list("full_name", "sort_key", "search_key"))
    assert centre.ask(GENERATED) == [(2,)]
    assert centre.ask("SELECT count(*) FROM journal_entry") == [(Entry.objects.count(),)]
    assert (centre.home / files.path_of(paper.sha256).relative_to(tmp_path / "home")).read_bytes() == PAPER
    assert not (centre.home / "keys").exists()
    with pytest.raises(psycopg2.Error, match="journal"):
        centre.ask("UPDATE journal_entry SET actor_name = 'Nobody'")

    centre.ask("UPDATE parties_party SET full_name = 'Dəyişdirilmiş'")
    with pytest.raises(CommandError, match="not empty"):
        centre.restore_here(str(backup))
    assert {name for name, _sort, _search in centre.ask(NAMES)} == {"Dəyişdirilmiş"}
    centre.restore_here(str(backup), "--replace")
    assert centre.ask(NAMES) == list(Party.objects.order_by("id").values_list("full_name", "sort_key", "search_key"))


@pytest.mark.requirement("EM-8.2.6")
def test_backup_with_a_changed_byte_is_refused_before_anything_is_touched(centre, tmp_path):
    call_command("backup", str(tmp_path / "backup"))
    dump = tmp_path / "backup" / DUMP
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)
    with pytest.raises(CommandError, match=f"{DUMP}: changed since the backup was made"):
        centre.restore_here(str(tmp_path / "backup"))
    assert centre.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_backup_that_fails_half_way_leaves_nothing_behind(monkeypatch, tmp_path):
    backups = tmp_path / "backups"
    monkeypatch.setitem(NOTES, "a log that breaks", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("backup", str(backups / "monday"))
    assert list(backups.iterdir()) == []


def test_backup_never_writes_over_another(tmp_path):
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / MANIFEST).write_text("{}")
    with pytest.raises(CommandError, match="holds something already"):
        call_command("backup", str(tmp_path / "backup"))
    assert (tmp_path / "backup" / MANIFEST).read_text() == "{}"


@pytest.mark.requirement("EM-8.2.9")
def test_stored_file_that_was_changed_or_lost_is_named_by_the_backup(tmp_path):
    changed, lost = (files.store(content, "text/plain") for content in (b"a letter", b"an answer"))
    files.path_of(changed.sha256).write_bytes(b"another letter")
    files.path_of(lost.sha256).unlink()
    with pytest.raises(CommandError, match="missing or damaged") as told:
        call_command("backup", str(tmp_path / "backup"))
    assert {changed.sha256, lost.sha256} <= set(str(told.value).split())


@pytest.mark.requirement("EM-8.2.6")
def test_private_keys_are_copied_only_when_asked_for(court, clerk, home, tmp_path):
    registered(court, clerk)
    sealing.seal()
    own_head(court.code)
    call_command("backup", str(tmp_path / "without"))
    call_command("backup", str(tmp_path / "with"), "--with-keys")
    assert not list((tmp_path / "without").rglob("*.pem"))
    assert (tmp_path / "with" / "keys" / f"{court.code}.pem").read_bytes() == (
        home / "keys" / f"{court.code}.pem"
    ).read_bytes()
