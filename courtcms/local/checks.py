"""`make check`: everything that can be judged without running the application's tests."""

import argparse
import os
import secrets
import subprocess
import sys
import time

from courtcms.local.places import CLONE

PYTHON = sys.executable
# As a court would run it; the values matter only in being of the right kind.
PRODUCTION = {
    "DEMO": "0",
    "DEBUG": "0",
    "TESTING": "0",
    "PLAIN_STATIC": "0",
    "PUBLIC_URL": "https://courts.example",
    "SECRET_KEY": secrets.token_urlsafe(60),
}
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("ruff", ["ruff", "check", "."], {}),
    ("ruff format", ["ruff", "format", "--check", "--quiet", "."], {}),
    ("mypy", ["mypy", "."], {}),
    ("import order", ["lint-imports"], {}),
    ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("settings", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("templates", [PYTHON, "-m", "courtcms.local.template_check"], {}),
    ("catalogues", [PYTHON, "-m", "courtcms.local.catalogues"], {}),
]


def perform(name: str, command: list[str], more: dict[str, str]) -> bool:
    """Run one check; its output is shown only when it fails."""
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=CLONE,
        env=os.environ | more,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout.rstrip(), flush=True)
    return done.returncode == 0


def run_tests(words: list[str]) -> int:
    """The tests, last, so that their count is the last that is read."""
    return subprocess.run([PYTHON, "-m", "pytest", "-n", "2", *words], cwd=CLONE, check=False).returncode


def main() -> int:
    """All checks to the end, then the tests when asked; nought when all is well."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--then-tests", action="store_true")
    given, words = parser.parse_known_args()
    failed = [name for name, command, more in CHECKS if not perform(name, command, more)]
    if failed:
        print(f"Checks that failed: {', '.join(failed)}", flush=True)
    code = run_tests(words) if given.then_tests else 0
    return code or int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
