"""From a clean clone to a Python that has all that CourtCMS needs, then on to the command in it.

Run by the system's own Python, which has nothing installed: `python3 -m courtcms.local.bootstrap demo -- manage.py up`.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from courtcms.local import needs
from courtcms.local.places import CLONE, default_home

# purpose → Debian packages, locked requirements, folder of the environment
PURPOSES = {
    "demo": (needs.RUN, "requirements-demo.txt", "venv"),
    "test": (needs.TEST, "requirements-dev.txt", "venv-dev"),
}


def place(folder: str) -> Path:
    """In the clone, or for root in COURTCMS_HOME, since the servers' unprivileged user must reach the programs."""
    return default_home() / folder if os.geteuid() == 0 else CLONE / f".{folder}"


def mark(requirements: Path) -> str:
    """What the environment was made from: these locked requirements, this Python."""
    locked = hashlib.sha256(requirements.read_bytes()).hexdigest()
    return f"{locked} {sys.version_info.major}.{sys.version_info.minor} {os.path.realpath(sys.executable)}\n"


def make(environment: Path, requirements: Path) -> Path:
    """The environment's Python, installed anew when the requirements or the system's Python changed."""
    python, stamp = environment / "bin" / "python", environment / "made-from"
    environment.parent.mkdir(parents=True, exist_ok=True)
    with environment.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if python.exists() and stamp.exists() and stamp.read_text() == mark(requirements):
            return python
        print(f"Installing the packages of {requirements.name} into {environment} (once)", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True)
        install(python, requirements, environment.parent)
        stamp.write_text(mark(requirements))
    return python


def install(python: Path, requirements: Path, state: Path) -> None:
    """Only what is locked, and only with the hashes that were locked."""
    words = ["install", "--quiet", "--require-hashes", "--no-deps", "--no-input", "--disable-pip-version-check"]
    variables = {**os.environ, "HOME": os.environ.get("HOME") or str(state), "PIP_ROOT_USER_ACTION": "ignore"}
    subprocess.run([str(python), "-m", "pip", *words, "-r", str(requirements)], check=True, env=variables)


def compile_catalogues() -> None:
    """Words for people, in the form that the program reads."""
    for source in CLONE.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            subprocess.run(["msgfmt", "--output-file", str(target), str(source)], check=True)


def prepare(purpose: str) -> Path | int:
    """The Python for a purpose, or the exit code that says why there is none."""
    wanted, requirements, folder = PURPOSES[purpose]
    if not needs.meet(wanted):
        return 2
    chosen = os.environ.get("COURTCMS_PYTHON")
    try:
        python = Path(chosen) if chosen else make(place(folder), CLONE / requirements)
        compile_catalogues()
    except subprocess.CalledProcessError as problem:
        print(f"{' '.join(map(str, problem.cmd[:4]))} … failed; the lines above say why.", file=sys.stderr)
        return 1
    return python


def main() -> int:
    """Prepare for a purpose, then become the command after `--`."""
    os.umask(0o022)
    python = prepare(sys.argv[1])
    if isinstance(python, Path):
        os.execv(python, [str(python), *sys.argv[sys.argv.index("--") + 1 :]])
    return python


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
