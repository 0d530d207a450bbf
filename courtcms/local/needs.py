"""The Debian packages that CourtCMS needs, all looked for at once before anything is downloaded."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def library(name: str) -> Callable[[], bool]:
    """Present when the loader finds it."""

    def look() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return look


def commands(*names: str) -> Callable[[], bool]:
    """Present when every one of its programs is in the path."""
    return lambda: all(shutil.which(name) for name in names)


def file(path: str) -> Callable[[], bool]:
    """Present when its file lies there."""
    return Path(path).exists


def modules(*names: str) -> Callable[[], bool]:
    """Present when this Python can import them."""
    return lambda: all(importlib.util.find_spec(name) for name in names)


# Debian package → how we see that what it brings is there, whoever brought it.
RUN = {
    "python3-venv": modules("venv", "ensurepip"),
    "libpango-1.0-0": library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": library("libharfbuzz-subset.so.0"),
    "libmagic1": library("libmagic.so.1"),
    "fonts-dejavu-core": file("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    "gettext": commands("msgfmt"),
    "tzdata": file("/usr/share/zoneinfo/Asia/Baku"),
}
TEST = RUN | {
    "gettext": commands("msgfmt", "xgettext", "msgmerge", "msguniq"),
    "chromium": commands("chromium"),
    "poppler-utils": commands("pdfsig", "pdftotext"),
    "zbar-tools": commands("zbarimg"),
}


def missing(wanted: dict[str, Callable[[], bool]]) -> list[str]:
    """The packages whose contents are not there."""
    return [name for name, is_present in wanted.items() if not is_present()]


def install(packages: list[str]) -> None:
    """Let Debian bring them; only root may."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing Debian packages: {' '.join(packages)}", flush=True)
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *words], env=quiet, check=False, stdout=subprocess.DEVNULL)


def meet(wanted: dict[str, Callable[[], bool]]) -> bool:
    """Whether everything is there, installed now if we may; else one line says what to run."""
    if sys.version_info < (3, 11):  # noqa: UP036
        print("CourtCMS needs Python 3.11 or newer.", file=sys.stderr)
        return False
    lacking = missing(wanted)
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        install(lacking)
        importlib.invalidate_caches()
        lacking = missing(wanted)
    if lacking:
        print(f"Debian packages are missing. Run this, then start again:\n{apt_line(lacking)}", file=sys.stderr)
    return not lacking


def apt_line(packages: list[str]) -> str:
    """The line for the console."""
    return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install -y --no-install-recommends {' '.join(packages)}"
