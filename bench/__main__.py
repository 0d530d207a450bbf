"""`python -m bench --sizes 10000,1000000`: courts of these sizes stand side by side, measured in turn, then a table.

Beside the pages it measures the draw: what one costs, many at once, whether it is fair, and how long an outsider takes
over a log of `--entries`. Writes bench/RESULTS.md.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench import draws, logs
from bench.measuring import Court, measure
from bench.report import table

ROOT = Path(__file__).resolve().parent.parent
SERVICES = [sys.executable, "-m", "courtcms.local", "run-with-services", "--durable", "--"]
# As the servers of the demo run: no shortcuts of the tests.
REAL = {"TESTING": "0", "PLAIN_STATIC": "0", "DEMO": "1"}
# What names the servers of an outer `run-with-services`; each size has its own.
OUTER = ("DATABASE_URL", "REDIS_URL", "COURTCMS_HOME", "PORT", "PUBLIC_URL", "WITNESS_URL", "SUPERUSER_URL")


class Standing:
    """A court in a child with its own servers, which tells lines of JSON."""

    def __init__(self, child: "subprocess.Popen[str]") -> None:
        self.child = child

    def told(self) -> Any:
        """Its next line of JSON; what it shows besides (how far the load is) is shown on."""
        assert self.child.stdout
        for line in self.child.stdout:
            if line.startswith(("{", "[")):
                return json.loads(line)
            sys.stdout.write(line)
        raise RuntimeError(f"a court that was to be measured ended with {self.child.wait()}")

    def ask(self, word: str) -> Any:
        """What it says to a word."""
        assert self.child.stdin
        self.child.stdin.write(f"{word}\n")
        self.child.stdin.flush()
        return self.told()


@contextmanager
def standing(size: int, drawn: int) -> Iterator[tuple[Standing, Court]]:
    """A loaded and served court of so many cases; its data goes with it."""
    environment = {name: value for name, value in os.environ.items() if name not in OUTER} | REAL
    words = [*SERVICES, sys.executable, "-m", "bench.standing", str(size), str(drawn)]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=ROOT, env=environment, **pipes) as child:
        court = Standing(child)
        yield court, court.told()
        assert child.stdin
        child.stdin.close()


def measured(sizes: list[int], drawn: int) -> list[Court]:
    """Courts of these sizes, their pages in turn, then the draws of one after the other."""
    with ExitStack() as stack:
        both = [stack.enter_context(standing(size, drawn)) for size in sizes]
        courts = [court for _child, court in both]
        measure(courts)
        for child, court in both:
            court["draws"] = child.ask("draws")
    return courts


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", default="10000,1000000", help="numbers of cases, with commas between")
    parser.add_argument("--drawn", type=int, default=200, help="how many of the newest are genuinely drawn")
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries of the log that is verified; 0: none")
    given = parser.parse_args()
    found = measured([int(size) for size in given.sizes.split(",")], given.drawn)
    text = table(found, draws.measured(), logs.measured(given.entries) if given.entries else [])
    (ROOT / "bench" / "RESULTS.md").write_text(text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
