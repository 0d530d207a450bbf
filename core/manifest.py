"""What a backup says of itself, and whether it is still that."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORM = 1
DUMP, MANIFEST, FILES, KEYS = "database.dump", "manifest.json", "files", "keys"

# What higher apps know of their data at the moment of the copy, and compare after it was brought back.
NOTES: dict[str, Callable[[], Any]] = {}


class Unusable(Exception):
    """The backup cannot be made or brought back; the text says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: every part with its size and SHA-256, and the state of the data at that moment."""

    form: int
    made_at: str
    migrations: list[str]
    comment: str
    notes: dict[str, Any]
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def describe(name: str, read: Callable[[], Any]) -> None:
    """Let the manifest say this of the data; `read` returns what JSON can hold."""
    NOTES[name] = read


def measured(path: Path) -> dict[str, Any]:
    """Size and SHA-256 of a file."""
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def checked(folder: Path) -> Manifest:
    """The manifest, after every part was found to be what it says; raises Unusable."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise Unusable(f"{folder} is no backup: it has no {MANIFEST}.") from error
    except (ValueError, TypeError) as error:
        raise Unusable(f"{MANIFEST} cannot be read: {error}.") from error
    if manifest.form != FORM:
        raise Unusable(f"The backup has form {manifest.form}, this version reads form {FORM}.")
    if wrong := list(faults(folder, manifest)):
        raise Unusable("The backup is not what its manifest says:\n" + "\n".join(wrong[:20]))
    return manifest


def faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is missing, changed, or wants to lie outside."""
    if DUMP not in manifest.parts:
        yield f"{DUMP}: not in the manifest"
    for name, promised in manifest.parts.items():
        path = folder / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            yield f"{name}: lies outside the backup"
        elif not path.is_file():
            yield f"{name}: missing"
        elif measured(path) != promised:
            yield f"{name}: changed since the backup was made"
