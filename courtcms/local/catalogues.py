"""Whether every word that people see stands in all three languages, and nothing else stands there."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib  # type: ignore[import-untyped]

from courtcms.local.places import CLONE

LANGUAGES = ("az", "en", "ru")
LEFT_OUT = ("tests", "bench", "docs", "var", "locale", "static", "data")
Key = tuple[str | None, str]


def source_words() -> dict[Key, polib.POEntry]:
    """Every msgid in our code and templates, by a fresh catalogue made in a copy."""
    with tempfile.TemporaryDirectory(prefix="courtcms-words-") as temporary:
        copy = Path(temporary) / "clone"
        shutil.copytree(CLONE, copy, ignore=leave_out)
        (copy / "locale").mkdir()
        # Without settings: words are gathered from text alone.
        variables = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            ["django-admin", "makemessages", "--locale", "en", "--extension", "py,html,txt", "--verbosity", "0"],
            cwd=copy,
            check=True,
            env=variables,
        )
        made = copy / "locale" / "en" / "LC_MESSAGES" / "django.po"
        return {key(entry): entry for entry in polib.pofile(str(made))} if made.exists() else {}


def leave_out(folder: str, names: list[str]) -> set[str]:
    """What holds no words for people."""
    hidden = {name for name in names if name.startswith(".") or name == "__pycache__"}
    return hidden | (set(LEFT_OUT) if Path(folder) == CLONE else set())


def key(entry: polib.POEntry) -> Key:
    """What makes an entry itself."""
    return (entry.msgctxt, entry.msgid)


def problems(language: str, wanted: dict[Key, polib.POEntry]) -> Iterator[str]:
    """What one language lacks or has too much."""
    path = CLONE / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        yield f"{language}: there is no catalogue"
        return
    catalogue = polib.pofile(str(path))
    held = {key(entry): entry for entry in catalogue if not entry.obsolete}
    yield from (f"{language}: missing: {name[1]!r} ({places(wanted[name])})" for name in wanted.keys() - held.keys())
    yield from (f"{language}: no longer used: {name[1]!r}" for name in held.keys() - wanted.keys())
    yield from (f"{language}: obsolete: {entry.msgid!r}" for entry in catalogue.obsolete_entries())
    yield from (f"{language}: fuzzy: {entry.msgid!r}" for entry in held.values() if entry.fuzzy)
    yield from (f"{language}: not translated: {entry.msgid!r}" for entry in held.values() if not is_translated(entry))
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--output-file", "/dev/null", str(path)],
        check=False,
        text=True,
        stderr=subprocess.PIPE,
    )
    yield from (f"{language}: {line}" for line in checked.stderr.splitlines() if checked.returncode)


def is_translated(entry: polib.POEntry) -> bool:
    """Whether every form has words."""
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def places(entry: polib.POEntry) -> str:
    """The first place in the code."""
    return ":".join(entry.occurrences[0]) if entry.occurrences else "?"


def main() -> int:
    """Nought when the catalogues are complete."""
    wanted = source_words()
    found = [problem for language in LANGUAGES for problem in sorted(problems(language, wanted))]
    print("\n".join(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
