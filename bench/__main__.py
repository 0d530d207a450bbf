"""`python -m bench --sizes 10000,1000000`: a database of each size on servers of its own, measured, then a table.

Beside the pages it measures the draw: what one costs, many at once, whether it is fair, and how long an outsider takes
over a log of `--entries`. Writes bench/RESULTS.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import draws, logs
from bench.report import table

ROOT = Path(__file__).resolve().parent.parent
SERVICES = [sys.executable, "-m", "courtcms.local", "run-with-services", "--durable", "--"]
# As the servers of the demo run: no shortcuts of the tests.
REAL = {"TESTING": "0", "PLAIN_STATIC": "0", "DEMO": "1"}
# What names the servers of an outer `run-with-services`; each size has its own.
OUTER = ("DATABASE_URL", "REDIS_URL", "COURTCMS_HOME", "PORT", "PUBLIC_URL", "WITNESS_URL", "SUPERUSER_URL")


def measured(size: int, drawn: int) -> dict[str, object]:
    """One size, measured in a child with its own servers."""
    environment = {name: value for name, value in os.environ.items() if name not in OUTER} | REAL
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        words = [sys.executable, "-m", "bench.measuring", str(size), str(drawn), out.name]
        subprocess.run([*SERVICES, *words], cwd=ROOT, env=environment, check=True)
        found: dict[str, object] = json.loads(Path(out.name).read_text())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", default="10000,1000000", help="numbers of cases, with commas between")
    parser.add_argument("--drawn", type=int, default=200, help="how many of the newest are genuinely drawn")
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries of the log that is verified; 0: none")
    given = parser.parse_args()
    found = [measured(int(size), given.drawn) for size in given.sizes.split(",")]
    text = table(found, draws.measured(), logs.measured(given.entries) if given.entries else [])
    (ROOT / "bench" / "RESULTS.md").write_text(text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
