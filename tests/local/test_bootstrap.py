"""From a clean clone: what is missing is said at once, what people read is complete."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from courtcms.local import catalogues, needs, processes, welcome
from courtcms.local.places import CLONE


def test_everything_missing_is_found_in_one_look() -> None:
    table = {"bread": lambda: False, "salt": lambda: True, "cheese": lambda: False}
    assert needs.missing(table) == ["bread", "cheese"]
    assert needs.apt_line(["bread", "cheese"]).endswith("apt-get install -y --no-install-recommends bread cheese")


def test_missing_package_ends_the_start_with_the_line_to_run_before_anything_is_downloaded(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "courtcms.local.bootstrap", "test", "--", "manage.py", "up"],
        env={"PATH": str(tmp_path), "COURTCMS_HOME": str(tmp_path / "home")},
        cwd=CLONE,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    line = done.stderr.splitlines()[-1]
    assert {"gettext", "chromium", "poppler-utils", "zbar-tools"} <= set(line.split())
    assert not (tmp_path / "home").exists()


def test_makefile_doors_lead_to_python_that_exists() -> None:
    for door in ("demo", "test", "check"):
        shown = subprocess.run(
            ["make", "--dry-run", door], cwd=CLONE, check=True, capture_output=True, text=True
        ).stdout
        words = shown.split()
        modules = [words[at + 1] for at, word in enumerate(words) if word == "-m"]
        for module in modules:
            path = CLONE / module.replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), f"make {door}: {module}"


def test_continuous_integration_calls_make_test_and_nothing_else() -> None:
    lines = (CLONE / ".ci" / "run").read_text().splitlines()
    assert lines == ["#!/bin/sh", 'cd "$(dirname "$0")/.." && exec make test']
    assert os.access(CLONE / ".ci" / "run", os.X_OK)


def catalogue(folder: Path, *entries: polib.POEntry) -> None:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    file.extend(entries)
    (folder / "locale" / "az" / "LC_MESSAGES").mkdir(parents=True)
    file.save(str(folder / "locale" / "az" / "LC_MESSAGES" / "django.po"))


def test_catalogue_faults_are_all_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "CLONE", tmp_path)
    empty, fuzzy = polib.POEntry(msgid="Judge"), polib.POEntry(msgid="Clerk", msgstr="Katib", flags=["fuzzy"])
    unused, whole = polib.POEntry(msgid="Old", msgstr="Köhnə"), polib.POEntry(msgid="Court", msgstr="Məhkəmə")
    catalogue(tmp_path, empty, fuzzy, unused, whole)
    wanted = {catalogues.key(entry): entry for entry in (empty, fuzzy, whole, polib.POEntry(msgid="Duty"))}
    found = "\n".join(catalogues.problems("az", wanted))
    assert "not translated: 'Judge'" in found
    assert "fuzzy: 'Clerk'" in found
    assert "no longer used: 'Old'" in found
    assert "missing: 'Duty'" in found
    assert "Court" not in found


def test_sign_ins_are_shown_as_the_list_of_people_has_them(tmp_path: Path) -> None:
    path = tmp_path / "demo_people.csv"
    path.write_text("username,password,role,court,note\nleyla,secret-word,clerk,Yasamal,x\n")
    head, row = welcome.table(welcome.people(path))
    assert head.split() == ["username", "password", "role", "court"]
    assert row.split() == ["leyla", "secret-word", "clerk", "Yasamal"]


def test_corpse_that_nobody_buried_counts_as_dead() -> None:
    process = subprocess.Popen([shutil.which("true") or "/bin/true"])
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert not processes.is_alive(process.pid)
    process.wait()
